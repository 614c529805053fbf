/// Finds the numbers of names in ``XMLNames`` while a document is parsed.
///
/// libxml2 keeps every name once, so its address tells it; the bytes are looked at only when it is new here.
struct XMLNameIndex: Sendable {
    private struct Key: Hashable {
        /// The addresses of the local name and of the prefix.
        let local: UInt
        let prefix: UInt
    }

    private struct Entry {
        var key = Key(local: 0, prefix: 0)
        var number: Int32 = 0
        /// The same, or 0 where an element with the name may be a record.
        var plainNumber: Int32 = 0
    }

    private var entries: [Key: Entry] = [:]
    /// For some keys their entries; the place is made of the key's bits.
    private var recent = Array(repeating: Entry(), count: 1024)

    /// The number of a name by the addresses of its parts; 0 when it is new.
    @inline(__always)
    mutating func number(local: UInt, prefix: UInt) -> Int {
        let key = Key(local: local, prefix: prefix)
        let slot = Self.slot(of: key)
        return recent[slot].key == key ? Int(recent[slot].number) : find(key, slot)
    }

    /// The number of a name that is found at once and is no record's; otherwise 0.
    @inline(__always)
    func plainNumber(local: UInt, prefix: UInt) -> Int32 {
        let key = Key(local: local, prefix: prefix)
        let slot = Self.slot(of: key)
        return recent[slot].key == key ? recent[slot].plainNumber : 0
    }

    @inline(__always)
    private static func slot(of key: Key) -> Int {
        Int(truncatingIfNeeded: ((key.local ^ key.prefix << 1) &* 0x9E37_79B9_7F4A_7C15) >> 54)
    }

    private mutating func find(_ key: Key, _ slot: Int) -> Int {
        guard let entry = entries[key] else { return 0 }
        recent[slot] = entry
        return Int(entry.number)
    }

    /// Takes note of a new name's number.
    mutating func note(_ number: Int, mayBeRecord: Bool, local: UInt, prefix: UInt) {
        let (key, number) = (Key(local: local, prefix: prefix), Int32(number))
        entries[key] = Entry(key: key, number: number, plainNumber: mayBeRecord ? 0 : number)
    }
}
