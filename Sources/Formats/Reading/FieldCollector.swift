/// Collects the mapped values of one object while its members pass by, be they those of JSON or of XML.
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

    /// The values found so far, unescaped, one behind the other.
    private(set) var bytes: [UInt8] = []
    /// For each mapping of the plan the place of its value in ``bytes``.
    private(set) var fields: [FieldRange?]
    /// What is wrong with the object.
    private(set) var fault: ValueFault?
    /// For each node of the tree whether any object so far had a member there.
    private(set) var everSeenNodes: [Bool]

    private let tree: FieldTree
    private let sources: [String]
    /// The node of each container that is open, the object itself included.
    private var nodes: [Int] = []
    /// The node of the member that is being read.
    private var target = FieldTree.none
    private var valueStart = 0
    /// The number of the current object; what was stamped with another is forgotten.
    private var object = 0
    /// For each node the last object that had a member there, be it null.
    private var seenNodes: [Int]
    /// For each mapping the last object whose value was read to its end, be it null.
    private var decidedColumns: [Int]
    /// How many containers are open around the value that is nil, and that included; 0 where none is.
    private var nilDepth = 0

    /// A collector for the mappings of a tree.
    ///
    /// - Parameter sources: The source of every mapping of the plan, also of those that are not in the tree.
    init(_ tree: FieldTree, sources: [String]) {
        self.tree = tree
        self.sources = sources
        fields = Array(repeating: nil, count: sources.count)
        everSeenNodes = Array(repeating: false, count: tree.count)
        seenNodes = Array(repeating: 0, count: tree.count)
        decidedColumns = Array(repeating: 0, count: sources.count)
    }

    /// Whether the object goes on.
    var isOpen: Bool { !nodes.isEmpty }

    /// Begins the next object.
    mutating func begin() {
        object += 1
        bytes.removeAll(keepingCapacity: true)
        for column in fields.indices { fields[column] = nil }
        nodes.append(FieldTree.root)
        (fault, target, valueStart, nilDepth) = (nil, FieldTree.none, 0, 0)
    }

    /// Begins a member of the innermost container.
    mutating func member(_ name: Int) {
        target = tree.child(name, of: nodes.last ?? FieldTree.none)
        guard target >= 0 else { return }
        everSeenNodes[target] = true
        if seenNodes[target] == object {
            let source = tree.columns(of: target).first.map { sources[$0] }
            fault = ValueFault(column: source ?? tree.name(of: target), reason: "stands there twice")
        }
        seenNodes[target] = object
    }

    /// Takes a piece of the member's value.
    mutating func part(_ piece: Span<UInt8>) {
        guard tree.hasColumns(target) else { return }
        unsafe piece.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    /// Ends the member's value.
    ///
    /// - Returns: The columns that now have a value.
    @discardableResult
    mutating func endValue() -> [Int] {
        guard target >= 0 else { return [] }
        let columns = tree.columns(of: target)
        let range = FieldRange(start: valueStart, end: bytes.count, isEscaped: false)
        for column in columns {
            fields[column] = range
            decidedColumns[column] = object
        }
        valueStart = bytes.count
        target = FieldTree.none
        return columns
    }

    /// Ends the member without a value.
    ///
    /// - Returns: The columns that now are known to have none.
    @discardableResult
    mutating func endNull() -> [Int] {
        let columns = tree.columns(of: target)
        for column in columns { decidedColumns[column] = object }
        target = FieldTree.none
        return columns
    }

    /// Goes into an object or a list. A mapped value that turns out to be one is a fault.
    mutating func descend(into container: Container) {
        let node = container == .listElement ? FieldTree.none : target
        if tree.hasColumns(node) { faultOfNoValue(at: node) }
        nodes.append(container == .list ? FieldTree.none : node)
        target = FieldTree.none
    }

    /// Goes out of the innermost object or list.
    mutating func ascend() {
        nodes.removeLast()
        target = FieldTree.none
    }

    /// Whether a column's value was read to its end, be it null.
    func hasDecided(_ column: Int) -> Bool {
        decidedColumns[column] == object
    }

    private mutating func faultOfNoValue(at node: Int) {
        guard let column = tree.columns(of: node).first else { return }
        fault = ValueFault(column: sources[column], reason: "is not a single value")
    }
}

/// Elements of XML, of which only their end tells whether they are values.
extension FieldCollector {
    /// Goes into an element that is not the object itself.
    mutating func beginElement(_ name: Int) {
        guard let parent = nodes.last else { return }
        if tree.hasColumns(parent) { faultOfNoValue(at: parent) }
        member(name)
        nodes.append(target)
    }

    /// Goes out of an element: what has no elements inside it was a value.
    ///
    /// - Returns: The columns that now have a value, or are known to have none.
    @discardableResult
    mutating func endElement() -> [Int] {
        guard let node = nodes.popLast() else { return [] }
        target = node
        defer { target = nodes.last ?? FieldTree.none }
        let isNil = nilDepth == nodes.count + 1
        if isNil { nilDepth = 0 }
        guard tree.hasColumns(node) else { return [] }
        if isNil {
            bytes.removeLast(bytes.count - valueStart)
            return endNull()
        }
        if isBlank { bytes.removeLast(bytes.count - valueStart) }
        return endValue()
    }

    /// Takes an attribute of the innermost element: a member alike with the elements inside it.
    mutating func attribute(_ name: Int, _ value: Span<UInt8>) -> [Int] {
        member(name)
        part(value)
        let columns = endValue()
        target = nodes.last ?? FieldTree.none
        return columns
    }

    /// Says that the innermost element has no value: `xsi:nil="true"`.
    mutating func markNil() {
        nilDepth = nodes.count
    }

    private var isBlank: Bool {
        for index in valueStart..<bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: continue
            default: return false
            }
        }
        return true
    }
}

/// Collectors in use one inside the other.
extension FieldCollector {
    /// A collector for the same mappings that has seen nothing.
    var emptyCopy: FieldCollector { FieldCollector(tree, sources: sources) }

    /// Whether any object so far had a member where a column takes its value from.
    func hasEverSeen(_ column: Int) -> Bool {
        everSeenNodes.indices.contains { everSeenNodes[$0] && tree.columns(of: $0).contains(column) }
    }
}
