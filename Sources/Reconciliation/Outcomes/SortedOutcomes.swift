/// Outcomes in their published order.
struct SortedOutcomes: Sendable {
    /// The outcomes.
    private(set) var list: OutcomeList
    /// What each is sorted by first, so that the outcomes need not be looked at again when lists are put together.
    private var beginnings: [OutcomeOrder.Beginning]

    /// No outcomes.
    init() {
        (list, beginnings) = (OutcomeList(), [])
    }

    /// Puts outcomes into their order.
    init(_ list: OutcomeList, by order: OutcomeOrder) {
        self.list = list
        beginnings = list.heads.map(order.beginning)
        sort(by: order)
    }

    /// Takes what other lists have, each of which is in order already.
    mutating func merge(_ others: [SortedOutcomes], by order: OutcomeOrder) {
        for other in others {
            list.append(other.list)
            beginnings += other.beginnings
        }
        sort(by: order)
    }

    /// What is in order already, or is some parts of which each is, takes little.
    private mutating func sort(by order: OutcomeOrder) {
        var places = zip(beginnings, Int32(0)...).map { (beginning: $0, place: $1) }
        places.sort { left, right in
            left.beginning == right.beginning
                ? order.precedes(list[Int(left.place)], list[Int(right.place)]) : left.beginning < right.beginning
        }
        list.reorder(places.map(\.place))
        beginnings = places.map(\.beginning)
    }
}
