/// The names of elements and attributes that a document has had so far, each with a number from 1.
struct XMLNames: Sendable {
    /// How many names a document may have. Invoices have some dozens; what has more is no data.
    static let limit = 1 << 16
    /// How many bytes all names may have together, each with its prefix.
    ///
    /// Blocks that wait for another thread each have the names up to their own, so those are copied with every block that
    /// brings a new one: without a limit, long prefixes make that the square of the document's length.
    static let byteLimit = 1 << 20

    /// What a document has too much of.
    enum Excess: Sendable {
        case names, bytes
    }

    private struct Name {
        let start: Int
        /// Where the name begins without its prefix.
        let localStart: Int
        let end: Int
        let isRecord: Bool
    }

    /// All names with their prefixes, one behind the other.
    private(set) var bytes: [UInt8] = []
    private var names = [Name(start: 0, localStart: 0, end: 0, isRecord: false)]
    /// What records are called, without a prefix; `nil` where any element may be one.
    private let recordName: [UInt8]?

    /// No names yet.
    init(recordName: [UInt8]?) {
        self.recordName = recordName
    }

    /// How many names there are.
    var count: Int { names.count - 1 }

    /// What a new name with so many bytes would be too much of; `nil` where there is room for it.
    func excess(addingBytes byteCount: Int) -> Excess? {
        if count == Self.limit { return .names }
        return bytes.count + byteCount > Self.byteLimit ? .bytes : nil
    }

    /// Takes a new name, the bytes of its prefix, the colon included, and of its local part; returns its number.
    mutating func insert(_ local: UnsafeBufferPointer<UInt8>, prefix: [UInt8]) -> Int {
        let start = bytes.count
        bytes.append(contentsOf: prefix)
        let localStart = bytes.count
        unsafe bytes.append(contentsOf: local)
        let isRecord = names.count == 1 || recordName.map { bytes[localStart...].elementsEqual($0) } ?? true
        names.append(Name(start: start, localStart: localStart, end: bytes.count, isRecord: isRecord))
        return count
    }

    /// Whether an element with a name may be a record, or is the outermost one.
    @inline(__always)
    func mayBeRecord(_ number: Int) -> Bool { names[number].isRecord }

    /// Where a name stands in ``bytes``, with its prefix.
    func bounds(of number: Int) -> Range<Int> { names[number].start..<names[number].end }

    /// Where a name stands in ``bytes``, without its prefix.
    func localBounds(of number: Int) -> Range<Int> { names[number].localStart..<names[number].end }
}
