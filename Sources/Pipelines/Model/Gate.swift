/// A condition that decides the exit code of a run.
package struct Gate: Sendable {
    /// What must hold.
    package enum Demand: Sendable {
        /// There are at most so many breaks in all of some reconcile stages.
        case breaks(limit: Int, of: [String])
        /// A condition is true.
        case condition(Condition, because: String?)
    }

    /// What must hold.
    package let demand: Demand
    /// Whether it holds also when a stage that it asks about was skipped.
    package let allowsSkipped: Bool

    /// A gate from its parts.
    package init(_ demand: Demand, allowsSkipped: Bool = false) {
        self.demand = demand
        self.allowsSkipped = allowsSkipped
    }

    /// The stages whose breaks it counts.
    var countedLegs: [String] {
        switch demand {
        case .breaks(_, let stages): stages
        case .condition(let condition, _): condition.measures.filter { $0.kind == .breaks }.map(\.stage)
        }
    }

    /// The stages that it asks about.
    package var stages: [String] {
        switch demand {
        case .breaks(_, let stages): stages
        case .condition(let condition, _): condition.stages
        }
    }
}
