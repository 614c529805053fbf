/// How charges and entitlements can be judged a part at a time, with the same outcomes as at once.
///
/// A level with the subscription's id brings none together that name different ones, so those levels can be carried out
/// for the ids in one part without those in another. The levels behind them look only among entitlements that nobody has
/// found; what is left over is parted again, by the keys that all of these levels have.
package struct PartitionPlan: Sendable {
    /// Levels that are carried out on the same parts.
    struct Step: Sendable {
        /// The levels' places in the plan.
        let levels: Range<Int>
        /// What everything in one part may have in common; when there is none, there is one part.
        let keys: [MatchKey]
    }

    /// The steps, one after the other.
    let steps: [Step]

    /// How many steps there are.
    package var stepCount: Int { steps.count }

    /// The steps of a plan; `nil` when a level without the subscription's id comes before one with it.
    package init?(_ plan: MatchPlan) {
        let first = plan.levels.prefix { $0.contains(.subscription) }.count
        let rest = plan.levels[first...]
        guard !rest.contains(where: { $0.contains(.subscription) }) else { return nil }
        var steps: [Step] = []
        if first > 0 { steps.append(Step(levels: 0..<first, keys: [.subscription])) }
        if !rest.isEmpty {
            let common = MatchKey.allCases.filter { key in
                key != .interval && rest.allSatisfy { $0.contains(key) }
            }
            steps.append(Step(levels: first..<plan.levels.count, keys: common))
        }
        self.steps = steps
    }

    /// The first step from one on that may bring something with these keys together with anything; `nil` when none may.
    func step(for keys: MatchKeys, from first: Int) -> Int? {
        steps.indices.dropFirst(first).first { step in steps[step].keys.allSatisfy { !keys[$0].isEmpty } }
    }

    /// Where something belongs.
    package struct Place: Sendable {
        /// The step.
        package let step: Int
        /// A number that is the same for everything that belongs into one part.
        package let hash: UInt64
    }

    /// Where something with these keys belongs, from a step on; `nil` when no step may bring it together with anything.
    func place(of keys: MatchKeys, from first: Int, in table: KeyTable) -> Place? {
        step(for: keys, from: first).map { Place(step: $0, hash: table.hash(keys, steps[$0].keys)) }
    }

    /// Where something belongs that is held against nothing.
    func place(ofAlone keys: MatchKeys, in table: KeyTable) -> Place {
        Place(step: 0, hash: table.hash(keys, MatchKey.allCases))
    }
}

extension KeyTable {
    /// A number that depends on the texts of some keys alone.
    fileprivate func hash(_ keys: MatchKeys, _ properties: [MatchKey]) -> UInt64 {
        properties.reduce(0) { hash, property in
            let product = (hash ^ self.hash(of: keys[property])).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
            return product.high ^ product.low ^ 0x9E37_79B9_7F4A_7C15
        }
    }
}
