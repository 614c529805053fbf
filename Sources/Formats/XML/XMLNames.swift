/// The names of elements and attributes that a document has had so far, each with a number from 1.
///
/// libxml2 keeps every name once, so its address tells it; the bytes are looked at only when it is new here.
struct XMLNames: Sendable {
    private struct Key: Hashable {
        /// The addresses of the local name and of the prefix.
        let local: UInt
        let prefix: UInt
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
    private var numbers: [Key: Int32] = [:]
    /// For some keys their numbers; the place is made of the key's bits.
    private var recent = Array(repeating: (key: Key(local: 0, prefix: 0), number: Int32(0)), count: 1024)
    /// What records are called, without a prefix; `nil` where any element may be one.
    private let recordName: [UInt8]?

    /// No names yet.
    init(recordName: [UInt8]?) {
        self.recordName = recordName
    }

    /// The number of a name by the addresses of its parts; 0 when it is new.
    @inline(__always)
    mutating func number(local: UInt, prefix: UInt) -> Int {
        let key = Key(local: local, prefix: prefix)
        let slot = Int(truncatingIfNeeded: ((local ^ prefix << 1) &* 0x9E37_79B9_7F4A_7C15) >> 54)
        return recent[slot].key == key ? Int(recent[slot].number) : find(key, slot)
    }

    private mutating func find(_ key: Key, _ slot: Int) -> Int {
        guard let number = numbers[key] else { return 0 }
        recent[slot] = (key, number)
        return Int(number)
    }

    /// Takes a new name: the bytes of its prefix, the colon included, and of its local part.
    mutating func insert(_ local: UnsafeBufferPointer<UInt8>, prefix: [UInt8], key: (local: UInt, prefix: UInt)) -> Int
    {
        let start = bytes.count
        bytes.append(contentsOf: prefix)
        let localStart = bytes.count
        unsafe bytes.append(contentsOf: local)
        let isRecord = names.count == 1 || recordName.map { bytes[localStart...].elementsEqual($0) } ?? true
        names.append(Name(start: start, localStart: localStart, end: bytes.count, isRecord: isRecord))
        numbers[Key(local: key.local, prefix: key.prefix)] = Int32(names.count - 1)
        return names.count - 1
    }

    /// Whether an element with a name may be a record, or is the outermost one.
    @inline(__always)
    func mayBeRecord(_ number: Int) -> Bool { names[number].isRecord }

    /// Where a name stands in ``bytes``, with its prefix.
    func bounds(of number: Int) -> Range<Int> { names[number].start..<names[number].end }

    /// Where a name stands in ``bytes``, without its prefix.
    func localBounds(of number: Int) -> Range<Int> { names[number].localStart..<names[number].end }
}
