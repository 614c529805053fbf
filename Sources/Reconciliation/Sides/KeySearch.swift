/// Texts of a column that are looked up in a ``KeyTable`` at the same time.
///
/// The table is larger than the processor's caches, so that each step of a look-up waits for memory. When some hundreds of
/// texts take each step together, most of their waits pass at once.
struct KeySearch {
    /// How many rows are looked up at once.
    static let size = 256

    /// Where the texts stand in their column, each once for rows that follow each other.
    private(set) var ranges: [Range<Int>] = []
    /// The texts' hashes.
    private(set) var hashes: [UInt32] = []
    /// Where the texts' candidates begin in the table, or -1.
    var starts: [Int] = []
    /// The numbers of the texts: first the candidates, then what was found or added.
    var results: [Int32] = []
    /// For each row the place of its text among these, or -1.
    private var places: [Int16] = []

    /// Where the text that was added last stands.
    var lastRange: Range<Int>? { ranges.last }

    init() {
        ranges.reserveCapacity(Self.size)
        hashes.reserveCapacity(Self.size)
        starts.reserveCapacity(Self.size)
        results.reserveCapacity(Self.size)
        places.reserveCapacity(Self.size)
    }

    /// Begins anew, in the same memory.
    mutating func removeAll() {
        ranges.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        results.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
    }

    /// Adds a row with a text.
    mutating func add(_ range: Range<Int>, hash: UInt32) {
        ranges.append(range)
        hashes.append(hash)
        addLast()
    }

    /// Adds a row with the text that was added last.
    mutating func addLast() { places.append(Int16(ranges.count - 1)) }

    /// Adds a row without a text.
    mutating func addNothing() { places.append(-1) }

    /// Appends the numbers of the rows' texts.
    func appendResults(to ids: inout [KeyID]) {
        for place in places { ids.append(place < 0 ? .empty : KeyID(index: results[Int(place)])) }
    }
}
