/// Collects the values of one object while its members pass by, be they those of JSON or of XML: the mapped ones, or
/// all of them (``FieldDiscovery``).
///
/// One collector serves any number of objects, one after another, and takes no memory for those after the first.
struct FieldCollector: Sendable {
    /// What is gone into.
    enum Container {
        /// An object or an element of XML in whose place a single value could stand.
        case object
        /// A list. Nothing inside it is mapped.
        case list
        /// An element of a list.
        case listElement
    }

    /// Bytes of values that do not stand in the chunk as they are, one value behind the other.
    private(set) var kept: [UInt8] = []
    /// For each column the place of its value.
    var places: [ValuePlace]
    /// What is wrong with the object.
    private(set) var fault: ValueFault?
    /// How many bytes the values have that were found so far.
    var size = 0
    /// For each column where its values come from.
    private(set) var sources: [String]
    /// What becomes of fields that nobody has named; `nil` where they are passed over.
    var discovery: FieldDiscovery?

    var tree: FieldTree
    /// The node of each container that is open, the object itself included.
    var nodes: [Int] = []
    /// The node of the member that is being read.
    var target = FieldTree.none
    /// The node of the member that was begun last.
    var last = FieldTree.root
    /// Where the value that is being read begins in ``kept``.
    var valueStart = 0
    /// The number of the current object; what was stamped with another is forgotten.
    private(set) var object = 0
    /// For each node the last object that had a member there, be it null; 0 where none had.
    var seen: [Int]
    /// For each column the last object whose value was read to its end, be it null.
    private var decided: [Int]
    let notesDecisions: Bool
    /// For each element of XML that is open inside the object whether it has elements inside it.
    var isAround: [Bool] = []
    /// How many containers are open around the value that is nil, and that included; 0 where none is.
    var nilDepth = 0

    /// A collector for the columns of a tree.
    ///
    /// - Parameters:
    ///   - sources: The source of every column of the plan, also of those that are not in the tree.
    ///   - notesDecisions: Whether anybody will ask for ``hasDecided(_:)``.
    init(_ tree: FieldTree, sources: [String], discovery: FieldDiscovery? = nil, notesDecisions: Bool = false) {
        self.notesDecisions = notesDecisions
        self.tree = tree
        self.sources = sources
        self.discovery = discovery
        places = Array(repeating: .nothing, count: sources.count)
        seen = Array(repeating: 0, count: tree.count)
        decided = Array(repeating: 0, count: sources.count)
    }

    /// Whether the object goes on.
    @inline(__always)
    var isOpen: Bool { !nodes.isEmpty }

    /// Begins the next object.
    mutating func begin() {
        object += 1
        kept.removeAll(keepingCapacity: true)
        for column in places.indices { places[column] = .nothing }
        nodes.append(FieldTree.root)
        last = FieldTree.root
        (fault, target, valueStart, nilDepth, size) = (nil, FieldTree.none, 0, 0, 0)
    }

    // MARK: Members

    /// Begins a member of the innermost container.
    mutating func member(_ name: Span<UInt8>) {
        guard let parent = nodes.last, parent >= 0 else { return target = FieldTree.none }
        let node = tree.child(of: parent, named: name)
        guard node >= 0 else {
            discovery?.missedNames += 1
            return target = FieldTree.none
        }
        tree.expect(node, after: last)
        begin(node)
    }

    /// Begins the member that is expected next if its name stands in a chunk of JSON.
    ///
    /// - Returns: The place behind the name's closing quote; `nil` where there is another name.
    @inline(__always)
    mutating func expectedMember(in chunk: Span<UInt8>, at start: Int) -> Int? {
        guard let parent = nodes.last, parent >= 0 else { return nil }
        let (node, end) = tree.expectedChild(of: parent, after: last, in: chunk, at: start)
        guard node >= 0 else { return nil }
        begin(node)
        return end
    }

    @inline(__always)
    mutating func begin(_ node: Int) {
        if node >= seen.count { seen.append(contentsOf: repeatElement(0, count: node + 1 - seen.count)) }
        if seen[node] == object { noteRepetition(of: node) }
        beginUnseen(node)
    }

    /// Begins a member that the current object had not before.
    @inline(__always)
    mutating func beginUnseen(_ node: Int) {
        seen[node] = object
        last = node
        target = node
    }

    /// Whether the current object had a member at a node before.
    @inline(__always)
    func isRepeated(_ node: Int) -> Bool {
        node < seen.count && seen[node] == object
    }

    private mutating func noteRepetition(of node: Int) {
        if isDiscovering, discovery?.allowsRepetition == true { return }
        guard tree.isMapped(node) else { return }
        let column = tree.column(of: node)
        fault = ValueFault(column: column >= 0 ? sources[column] : tree.name(of: node), reason: "stands there twice")
    }

    /// Takes the whole value of the member, which stands in the chunk as it is.
    @inline(__always)
    mutating func value(at bounds: Range<Int>) {
        guard target >= 0 else { return }
        set(ValuePlace(inChunk: bounds))
    }

    /// Takes a piece of the member's value.
    mutating func part(_ piece: Span<UInt8>) {
        guard target >= 0 else { return }
        guard tree.hasColumns(target) || isDiscovering else { return countUnknown(piece) }
        unsafe piece.withUnsafeBufferPointer { unsafe kept.append(contentsOf: $0) }
    }

    /// Counts a value that becomes none of a column by its first piece, and is passed over from then on.
    private mutating func countUnknown(_ piece: Span<UInt8>) {
        guard discovery != nil, !piece.isEmpty else { return }
        _ = discover(target, isEmpty: false)
        target = FieldTree.none
    }

    /// Ends the member's value, of which all pieces were taken.
    ///
    /// - Returns: The node of the member, or ``FieldTree/none``.
    @discardableResult
    mutating func endValue() -> Int {
        guard target >= 0 else { return FieldTree.none }
        let node = target
        set(ValuePlace(kept: valueStart..<kept.count))
        valueStart = kept.count
        return node
    }

    /// Ends the member without a value.
    ///
    /// - Returns: As ``endValue()``.
    @discardableResult
    mutating func endNull() -> Int {
        guard target >= 0 else { return FieldTree.none }
        let node = target
        set(.nothing)
        return node
    }

    @inline(__always)
    private mutating func set(_ place: ValuePlace) {
        var column = tree.column(of: target)
        if column < 0, discovery != nil { column = discover(target, isEmpty: place.isEmpty) }
        target = FieldTree.none
        guard column >= 0 else { return }
        size += place.count
        while column >= 0 {
            places[column] = place
            if notesDecisions { decided[column] = object }
            column = tree.column(after: column)
        }
    }

    /// Forgets what there is of the value that is being read.
    mutating func dropText() {
        kept.removeLast(kept.count - valueStart)
    }

    /// Goes into an object or a list. A mapped value that turns out to be one is a fault.
    mutating func descend(into container: Container) {
        let node = container == .listElement ? FieldTree.none : target
        if discovery != nil {
            if container == .list, node >= 0 { discovery?.noteList(at: node) }
        } else if tree.hasColumns(node) {
            faultOfNoValue(at: node)
        }
        nodes.append(container == .list ? FieldTree.none : node)
        target = FieldTree.none
    }

    /// Goes out of the innermost object or list.
    mutating func ascend() {
        nodes.removeLast()
        target = FieldTree.none
    }

    /// Keeps the values that stand in the chunk, which is over while the object goes on.
    mutating func keepValues(of chunk: Span<UInt8>) {
        guard places.contains(where: { !$0.isKept }) else { return }
        let unfinished = Array(kept[valueStart...])
        kept.removeLast(unfinished.count)
        for column in places.indices where !places[column].isKept {
            let start = kept.count
            unsafe chunk.extracting(places[column].bounds).withUnsafeBufferPointer {
                unsafe kept.append(contentsOf: $0)
            }
            places[column] = ValuePlace(kept: start..<kept.count)
        }
        valueStart = kept.count
        kept.append(contentsOf: unfinished)
    }

    // MARK: What was found

    /// Whether a column's value was read to its end, be it null.
    @inline(__always)
    func hasDecided(_ column: Int) -> Bool {
        decided[column] == object
    }

    /// Whether any object so far had a member where a column takes its value from.
    func hasEverSeen(_ column: Int) -> Bool {
        seen.indices.contains { seen[$0] > 0 && tree.columns(of: $0).contains(column) }
    }

    /// Takes the value of a column from an object around this one, whose values are all kept.
    mutating func take(_ column: Int, from outer: FieldCollector) {
        let start = kept.count
        kept.append(contentsOf: outer.kept[outer.places[column].bounds])
        places[column] = ValuePlace(kept: start..<kept.count)
    }

    /// Adds a column that takes the value at a node.
    mutating func addColumn(at node: Int) {
        tree.addColumn(sources.count, at: node)
        sources.append(tree.path(of: node))
        places.append(.nothing)
        decided.append(0)
    }

    /// Leaves only some columns; no object may be open.
    mutating func keepColumns(_ columns: [Int]) {
        tree.keepColumns(columns)
        sources = columns.map { sources[$0] }
        places = Array(repeating: .nothing, count: columns.count)
        decided = Array(repeating: 0, count: columns.count)
    }

    /// How many bytes the values have that were found so far, and what there is of one that goes on.
    @inline(__always)
    var sizeSoFar: Int { size + kept.count - valueStart }

    /// A collector for the same columns that has seen nothing.
    var emptyCopy: FieldCollector { FieldCollector(tree, sources: sources, notesDecisions: notesDecisions) }

    /// Says that a mapped value is an object, a list or an element with others inside it.
    mutating func faultOfNoValue(at node: Int) {
        fault = ValueFault(column: sources[tree.column(of: node)], reason: "is not a single value")
    }
}
