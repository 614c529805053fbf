/// The names that a plan speaks of, each with a number: a document's names are compared once and never again.
struct NameTable: Sendable {
    /// The number of every name that the plan does not speak of.
    static let unknown = -1

    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// How many names there are.
    var count: Int { ends.count }

    /// Puts a name into the table, unless it is there.
    mutating func insert(_ name: [UInt8]) {
        guard number(of: name.span) == Self.unknown else { return }
        bytes.append(contentsOf: name)
        ends.append(bytes.count)
    }

    /// The number of a name, from 0, or ``unknown``. Takes time in proportion to the number of names.
    func number(of name: Span<UInt8>) -> Int {
        var start = 0
        for number in ends.indices {
            let end = ends[number]
            if end - start == name.count, equals(name, at: start) { return number }
            start = end
        }
        return Self.unknown
    }

    /// The name with a number.
    func text(of number: Int) -> String {
        String(decoding: bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]], as: UTF8.self)
    }

    private func equals(_ name: Span<UInt8>, at start: Int) -> Bool {
        for index in name.indices where name[index] != bytes[start + index] { return false }
        return true
    }
}
