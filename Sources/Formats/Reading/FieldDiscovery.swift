/// Makes columns of the fields that records have, and counts what becomes none.
///
/// Columns are made as long as the first batch lasts. What is counted is told apart by its name, as far as the tree of
/// fields has room for it.
struct FieldDiscovery: Sendable {
    /// How many columns there may be.
    static let columnLimit = 1024
    /// How many fields that became no column are told apart.
    static let unknownLimit = 100

    /// Whether an object may have a field several times, as an element of XML may; it then is a list.
    let allowsRepetition: Bool
    /// Whether the columns are settled.
    var isOver = false
    /// How many names there was no room for.
    var missedNames = 0
    private var lists: [Int: Int] = [:]
    private var late: [Int: Int] = [:]
    private var tooMany: [Int: Int] = [:]
    private var texts: [Int: Int] = [:]

    /// No fields yet.
    init(allowsRepetition: Bool) {
        self.allowsRepetition = allowsRepetition
    }

    /// Whether a node is a list.
    func isList(_ node: Int) -> Bool { lists[node] != nil }

    /// Whether any node is a list.
    var hasLists: Bool { !lists.isEmpty }

    /// Counts a list.
    mutating func noteList(at node: Int) { lists[node, default: 0] += 1 }

    /// Counts a value that becomes none of a column.
    mutating func noteValue(at node: Int) {
        if isOver { late[node, default: 0] += 1 } else { tooMany[node, default: 0] += 1 }
    }

    /// Counts a piece of text that stands beside elements.
    mutating func noteText(at node: Int) { texts[node, default: 0] += 1 }

    /// What became no column, in the order in which it was met.
    func unknownFields(in tree: FieldTree) -> [UnknownField] {
        var fields: [UnknownField] = []
        let counts: [([Int: Int], UnknownField.Reason)] = [
            (lists, .isList), (late, .isLate), (tooMany, .isOneTooMany), (texts, .isBesideElements),
        ]
        for (counts, reason) in counts {
            for (node, count) in counts.sorted(by: { $0.key < $1.key }) {
                fields.append(UnknownField(path: tree.path(of: node), count: count, reason: reason))
            }
        }
        let rest = fields.dropFirst(Self.unknownLimit).reduce(missedNames) { $0 + $1.count }
        guard rest > 0 else { return fields }
        return fields.prefix(Self.unknownLimit) + [UnknownField(path: nil, count: rest, reason: .isOneTooMany)]
    }
}

extension FieldCollector {
    /// Whether a field that has no column gets one.
    var isDiscovering: Bool { discovery.map { !$0.isOver } ?? false }

    /// The column for a value that has none yet, or ``FieldTree/none`` where it gets none.
    mutating func discover(_ node: Int, isEmpty: Bool) -> Int {
        guard isDiscovering, sources.count < FieldDiscovery.columnLimit else {
            if !isEmpty { countUnknown(node) }
            return FieldTree.none
        }
        addColumn(at: node)
        return sources.count - 1
    }

    private mutating func countUnknown(_ node: Int) {
        var place = node
        while place >= 0 {
            if discovery?.isList(place) == true { return discovery?.noteList(at: place) ?? () }
            place = tree.parent(of: place)
        }
        discovery?.noteValue(at: node)
    }

    /// Settles the columns.
    ///
    /// - Parameter isEmpty: Whether a column has no value so far.
    /// - Returns: The columns that stay, in their order: not those of lists, nor of objects that were null at first.
    mutating func endDiscovery(isEmpty: (Int) -> Bool) -> [Int] {
        guard isDiscovering else { return Array(sources.indices) }
        discovery?.isOver = true
        var staying: [Int] = []
        for node in 0..<tree.count where tree.hasColumns(node) {
            if isInList(node) || (isEmpty(tree.column(of: node)) && tree.hasFields(below: node)) { continue }
            staying.append(tree.column(of: node))
        }
        staying.sort()
        keepColumns(staying)
        return staying
    }

    private func isInList(_ node: Int) -> Bool {
        var place = node
        while place >= 0, discovery?.isList(place) != true { place = tree.parent(of: place) }
        return place >= 0
    }
}
