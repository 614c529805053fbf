/// The fields of an object as a tree of names: those that a plan maps, and others that documents have.
///
/// What a document has is learned, within a limit, because the next object has it again and in the same order: a name
/// is compared with the one that came next the last time, and looked up only where it is another.
struct FieldTree: Sendable {
    /// The node of the object itself.
    static let root = 0
    /// Where no field is.
    static let none = -1
    /// How many fields are learned, mapped ones not counted.
    static let limit = 4096
    /// How many bytes the name of a field may have that is learned.
    static let nameLimit = 1024

    private struct Node {
        let parent: Int
        /// The place in ``words`` of the name, behind which a quote stands.
        let firstWord: Int
        let nameCount: Int
        let hash: UInt64
        /// Whether the name stands in JSON as it is, without escapes.
        let isPlain: Bool
        /// The node whose name came next the last time.
        var expected = FieldTree.none
        /// The number by which the document's format knows the name; a name may have several.
        var key = 0
        /// The first of the columns that take the value.
        var column = FieldTree.none
        /// Whether a column takes the value of the node or of one below it.
        var isMapped = false
    }

    private var nodes: [Node] = []
    /// The names, each filled up with noughts to words of eight bytes.
    private var words: [UInt64] = []
    /// Nodes by the hashes of their names, with gaps; the size is a power of two.
    private var places = [Int32](repeating: -1, count: 64)
    /// For each column the next that takes the same value.
    private var nextColumns: [Int]
    private let capacity: Int

    /// A tree of paths such as `ccpProductInfo/skuDisplayName`, each with the column that takes the value.
    init(_ paths: [(column: Int, source: String)], columnCount: Int) {
        nextColumns = Array(repeating: Self.none, count: columnCount)
        capacity = Self.limit + paths.reduce(0) { $0 + $1.source.utf8.count { $0 == UInt8(ascii: "/") } + 1 }
        nodes.append(Node(parent: Self.none, firstWord: 0, nameCount: 0, hash: 0, isPlain: false))
        for path in paths.reversed() {
            var node = Self.root
            for step in path.source.split(separator: "/") {
                let name = Array(step.utf8)
                let hash = Self.hash(name.span, below: node)
                let known = find(name.span, below: node, hash)
                node = known == Self.none ? insert(name.span, below: node, hash) : known
            }
            addColumn(path.column, at: node)
        }
    }

    /// How many nodes there are.
    var count: Int { nodes.count }

    // MARK: Finding

    /// The node below another by its name, which is learned; ``none`` where there is no room for it.
    mutating func child(of parent: Int, named name: Span<UInt8>) -> Int {
        let hash = Self.hash(name, below: parent)
        let known = find(name, below: parent, hash)
        guard known == Self.none, count <= capacity, name.count <= Self.nameLimit else { return known }
        return insert(name, below: parent, hash)
    }

    /// Takes note that the name of one node followed that of another.
    @inline(__always)
    mutating func expect(_ node: Int, after last: Int) {
        nodes[last].expected = node
    }

    /// The node that is expected next if its name stands in a chunk of JSON, with its closing quote; otherwise
    /// ``none``.
    @inline(__always)
    func expectedChild(of parent: Int, after last: Int, in chunk: Span<UInt8>, at start: Int) -> (node: Int, end: Int) {
        let node = nodes[last].expected
        guard node >= 0 else { return (Self.none, start) }
        let name = nodes[node]
        guard name.parent == parent, name.isPlain else { return (Self.none, start) }
        let count = name.nameCount + 1
        var (word, place) = (name.firstWord, start)
        guard start + count + 8 <= chunk.count else { return (Self.none, start) }
        let end = start + count
        while end - place >= 8 {
            guard chunk.word(at: place) == words[word] else { return (Self.none, start) }
            place += 8
            word += 1
        }
        let mask = (1 as UInt64) << UInt64((end - place) * 8) &- 1
        return chunk.word(at: place) & mask == words[word] ? (node, end) : (Self.none, start)
    }

    /// The node that is expected next if its name has a key, and the column that takes its value; otherwise ``none``.
    @inline(__always)
    func expectedChild(of parent: Int, after last: Int, key: Int) -> (node: Int, column: Int) {
        let node = nodes[last].expected
        guard node >= 0, nodes[node].key == key, nodes[node].parent == parent else { return (Self.none, Self.none) }
        return (node, nodes[node].column)
    }

    /// Says by which key the name of a node is known.
    mutating func setKey(_ key: Int, of node: Int) {
        nodes[node].key = key
    }

    private func find(_ name: Span<UInt8>, below parent: Int, _ hash: UInt64) -> Int {
        var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while true {
            let node = Int(places[place])
            guard node >= 0 else { return Self.none }
            if nodes[node].hash == hash, nodes[node].parent == parent, isEqual(name, node) { return node }
            place = (place + 1) & (places.count - 1)
        }
    }

    private func isEqual(_ name: Span<UInt8>, _ node: Int) -> Bool {
        guard nodes[node].nameCount == name.count else { return false }
        for index in name.indices where byte(index, of: node) != name[index] { return false }
        return true
    }

    private func byte(_ index: Int, of node: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: words[nodes[node].firstWord + index / 8] >> UInt64(index % 8 * 8))
    }

    /// FNV-1a.
    private static func hash(_ name: Span<UInt8>, below parent: Int) -> UInt64 {
        var hash = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: parent) &* 0x9E37_79B9_7F4A_7C15
        for index in name.indices { hash = (hash ^ UInt64(name[index])) &* 0x100_0000_01B3 }
        return hash ^ hash >> 32
    }

    // MARK: Growing

    private mutating func insert(_ name: Span<UInt8>, below parent: Int, _ hash: UInt64) -> Int {
        var isPlain = true
        for index in name.indices {
            let byte = name[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { isPlain = false }
        }
        nodes.append(
            Node(parent: parent, firstWord: words.count, nameCount: name.count, hash: hash, isPlain: isPlain))
        append(name)
        if nodes.count * 2 > places.count { makeRoom() } else { enter(nodes.count - 1) }
        return nodes.count - 1
    }

    private mutating func append(_ name: Span<UInt8>) {
        var word: UInt64 = 0
        for index in 0...name.count {
            let byte = index < name.count ? name[index] : UInt8(ascii: "\"")
            word |= UInt64(byte) << UInt64(index % 8 * 8)
            guard index % 8 == 7 else { continue }
            words.append(word)
            word = 0
        }
        words.append(word)
    }

    private mutating func enter(_ node: Int) {
        var place = Int(truncatingIfNeeded: nodes[node].hash) & (places.count - 1)
        while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
        places[place] = Int32(node)
    }

    private mutating func makeRoom() {
        places = Array(repeating: -1, count: places.count * 2)
        for node in nodes.indices.dropFirst() { enter(node) }
    }
}

/// What the nodes are for.
extension FieldTree {
    /// The first column that takes the value at a node, or ``none``.
    @inline(__always)
    func column(of node: Int) -> Int { nodes[node].column }

    /// The next column that takes the same value, or ``none``.
    @inline(__always)
    func column(after column: Int) -> Int { nextColumns[column] }

    /// Whether a column takes the value at a node.
    func hasColumns(_ node: Int) -> Bool {
        node >= 0 && nodes[node].column >= 0
    }

    /// Whether a column takes the value at a node or below it.
    func isMapped(_ node: Int) -> Bool { nodes[node].isMapped }

    /// The columns that take the value at a node.
    func columns(of node: Int) -> [Int] {
        guard node >= 0 else { return [] }
        return Array(sequence(first: nodes[node].column) { nextColumns[$0] }.prefix { $0 >= 0 })
    }

    /// Adds a column that takes the value at a node.
    mutating func addColumn(_ column: Int, at node: Int) {
        if column == nextColumns.count { nextColumns.append(Self.none) }
        nextColumns[column] = nodes[node].column
        nodes[node].column = column
        var place = node
        while place >= 0 {
            nodes[place].isMapped = true
            place = nodes[place].parent
        }
    }

    /// Leaves only some columns, each with a new place: its place among them.
    mutating func keepColumns(_ columns: [Int]) {
        let newPlaces = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
        nextColumns = Array(repeating: Self.none, count: columns.count)
        for node in nodes.indices { nodes[node].column = newPlaces[nodes[node].column] ?? Self.none }
    }

    /// Whether any field is known below a node.
    func hasFields(below node: Int) -> Bool {
        nodes.contains { $0.parent == node }
    }

    /// The ways to nodes that no column takes, nor any below them; what is below one of these is not told again.
    var unmappedPaths: [String] {
        nodes.indices.dropFirst().filter { !isMapped($0) && (parent(of: $0) == Self.root || isMapped(parent(of: $0))) }
            .map(path)
    }

    /// The node around another.
    func parent(of node: Int) -> Int { nodes[node].parent }

    /// The last name on the way to a node.
    func name(of node: Int) -> String {
        String(decoding: (0..<nodes[node].nameCount).map { byte($0, of: node) }, as: UTF8.self)
    }

    /// The names on the way to a node, parted by `/`; `.` for the object itself.
    func path(of node: Int) -> String {
        if node == Self.root { return "." }
        let parent = nodes[node].parent
        return parent <= Self.root ? name(of: node) : "\(path(of: parent))/\(name(of: node))"
    }
}
