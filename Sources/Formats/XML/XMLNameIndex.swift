/// Finds the numbers of names in ``XMLNames`` while a document is parsed.
///
/// libxml2 keeps every name once, so its address tells it; the bytes are looked at only when it is new here.
struct XMLNameIndex: Sendable {
    private struct Key: Hashable {
        /// The addresses of the local name and of the prefix.
        let local: UInt
        let prefix: UInt
    }

    private var numbers: [Key: Int32] = [:]
    /// For some keys their numbers; the place is made of the key's bits.
    private var recent = Array(repeating: (key: Key(local: 0, prefix: 0), number: Int32(0)), count: 1024)

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

    /// Takes note of a new name's number.
    mutating func note(_ number: Int, local: UInt, prefix: UInt) {
        numbers[Key(local: local, prefix: prefix)] = Int32(number)
    }
}
