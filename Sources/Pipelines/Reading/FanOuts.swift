/// What is known, while stages are read, of those that are fanned out.
struct FanOuts {
    /// What stands for an item while the items are unknown.
    static let unknownItem = "*"

    /// The stages of the file.
    let members: [YAMLNode.Member]
    /// Those that are fanned out, by name.
    private(set) var all: [FanOut] = []

    init(members: [YAMLNode.Member]) {
        self.members = members
    }

    /// The fan-out of a stage, where it has one.
    subscript(stage: String) -> FanOut? { all.first { $0.stage == stage } }

    mutating func add(_ fanOut: FanOut) { all.append(fanOut) }

    /// The stage with which another goes along in the end.
    func root(of stage: String) -> String {
        guard case .along(let other)? = self[stage]?.items else { return stage }
        return root(of: other)
    }

    /// The legs' names for stages that go along with one, in one of its legs.
    func names(along stage: String, item: String) -> [String: String] {
        let root = root(of: stage)
        let along = all.filter { self.root(of: $0.stage) == root }
        return Dictionary(
            along.map { ($0.stage, StageLeg(stage: $0.stage, name: $0.name, item: item).stageName) },
            uniquingKeysWith: { first, _ in first })
    }
}
