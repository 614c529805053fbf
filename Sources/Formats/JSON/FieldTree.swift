/// The mapped paths of a record as a tree of names.
struct FieldTree {
    private struct Node {
        var children: [(name: [UInt8], node: Int)] = []
        var columns: [Int] = []
    }

    /// The node of the record itself.
    static let root = 0

    /// How many nodes there are.
    var count: Int { nodes.count }

    private var nodes = [Node()]

    /// A tree of paths such as `ccpProductInfo/skuDisplayName`; the column of a path is its place in the list.
    init(_ paths: [String]) {
        for (column, path) in paths.enumerated() {
            var node = Self.root
            for step in path.split(separator: "/") { node = grow(Array(step.utf8), from: node) }
            nodes[node].columns.append(column)
        }
    }

    private mutating func grow(_ name: [UInt8], from node: Int) -> Int {
        if let child = child(name, of: node) { return child }
        nodes.append(Node())
        nodes[node].children.append((name, nodes.count - 1))
        return nodes.count - 1
    }

    /// The node below another by its name; `nil` where nothing is mapped.
    func child(_ name: [UInt8], of node: Int?) -> Int? {
        guard let node else { return nil }
        return nodes[node].children.first { $0.name == name }?.node
    }

    /// The columns that take the value at a node.
    func columns(of node: Int?) -> [Int] {
        node.map { nodes[$0].columns } ?? []
    }
}
