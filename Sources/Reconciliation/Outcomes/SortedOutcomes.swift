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

    /// An outcome by its place in the list.
    private struct Entry {
        let beginning: OutcomeOrder.Beginning
        let place: Int32
    }

    /// Takes what other lists have, each of which is in order already.
    mutating func merge(_ others: [SortedOutcomes], by order: OutcomeOrder) {
        var runs = [entries(from: 0)]
        for other in others {
            let first = list.count
            list.append(other.list)
            beginnings += other.beginnings
            runs.append(entries(from: first))
        }
        while runs.count > 1 {
            runs = stride(from: 0, to: runs.count, by: 2).map { run in
                run + 1 < runs.count ? merged(runs[run], runs[run + 1], by: order) : runs[run]
            }
        }
        reorder(runs[0])
    }

    /// Nearly all outcomes differ in how they begin: by that all of them are sorted, and by all else those that are left.
    private mutating func sort(by order: OutcomeOrder) {
        var entries = entries(from: 0)
        entries.sort { $0.beginning < $1.beginning }
        var start = 0
        while start < entries.count {
            let end = entries[start...].firstIndex { $0.beginning != entries[start].beginning } ?? entries.count
            if end - start > 1 { entries[start..<end].sort { precedes($0, $1, by: order) } }
            start = end
        }
        reorder(entries)
    }

    private func entries(from first: Int) -> [Entry] {
        (first..<list.count).map { Entry(beginning: beginnings[$0], place: Int32($0)) }
    }

    private mutating func reorder(_ entries: [Entry]) {
        list.reorder(entries.map(\.place))
        beginnings = entries.map(\.beginning)
    }

    /// Both, of which each is in order.
    private func merged(_ left: [Entry], _ right: [Entry], by order: OutcomeOrder) -> [Entry] {
        var merged: [Entry] = []
        merged.reserveCapacity(left.count + right.count)
        var rest = right[...]
        for entry in left {
            while let other = rest.first, precedes(other, entry, by: order) {
                merged.append(other)
                rest.removeFirst()
            }
            merged.append(entry)
        }
        merged.append(contentsOf: rest)
        return merged
    }

    private func precedes(_ left: Entry, _ right: Entry, by order: OutcomeOrder) -> Bool {
        left.beginning == right.beginning
            ? order.precedes(list[Int(left.place)], list[Int(right.place)]) : left.beginning < right.beginning
    }
}
