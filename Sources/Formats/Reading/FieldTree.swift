/// The mapped paths of an object as a tree of names.
struct FieldTree: Sendable {
    /// The node of the object itself.
    static let root = 0
    /// Where nothing is mapped.
    static let none = -1

    /// How many nodes there are.
    var count: Int { columns.count }

    /// For each node and each name of the table the node below it.
    private var children: [Int32] = []
    private var columns: [[Int]] = []
    private var nameOfNode: [Int] = []
    private let names: NameTable

    /// A tree of paths such as `ccpProductInfo/skuDisplayName`, each with the column that takes the value.
    ///
    /// - Parameter names: A table with every name of the paths.
    init(_ paths: [(column: Int, source: String)], names: NameTable) {
        self.names = names
        grow(NameTable.unknown)
        for path in paths {
            var node = Self.root
            for step in path.source.split(separator: "/") {
                let name = Array(step.utf8)
                node = child(names.number(of: name.span), below: node)
            }
            columns[node].append(path.column)
        }
    }

    private mutating func grow(_ name: Int) {
        children.append(contentsOf: repeatElement(Int32(Self.none), count: names.count))
        columns.append([])
        nameOfNode.append(name)
    }

    private mutating func child(_ name: Int, below node: Int) -> Int {
        let known = child(name, of: node)
        guard known == Self.none else { return known }
        grow(name)
        children[node * names.count + name] = Int32(count - 1)
        return count - 1
    }

    /// The node below another by the number of its name; ``none`` where nothing is mapped.
    func child(_ name: Int, of node: Int) -> Int {
        guard node >= 0, name >= 0 else { return Self.none }
        return Int(children[node * names.count + name])
    }

    /// Whether a column takes the value at a node.
    func hasColumns(_ node: Int) -> Bool {
        node >= 0 && !columns[node].isEmpty
    }

    /// The columns that take the value at a node.
    func columns(of node: Int) -> [Int] {
        node >= 0 ? columns[node] : []
    }

    /// The last name on the way to a node.
    func name(of node: Int) -> String {
        names.text(of: nameOfNode[node])
    }
}
