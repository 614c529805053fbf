/// The number that stands for a text in a ``KeyTable``.
package struct KeyID: Sendable, Hashable {
    let index: Int32

    /// The number of the empty text in every table.
    package static let empty = KeyID(index: 0)

    /// Whether the text is empty.
    package var isEmpty: Bool { index == 0 }
}

/// Every different text once: ids, names and references become numbers that are cheap to hold and compare.
///
/// Texts are bytes; two are one only when all of their bytes agree. Numbers depend on the order of arrival, so
/// nothing that is published may be ordered by them.
package struct KeyTable: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    private var hashes: [UInt64] = [0]
    /// Open addressing: the number of the text that lies in a slot, or -1. Its length is a power of two.
    private var slots = [Int32](repeating: -1, count: 1024)

    /// A table with the empty text only.
    package init() {}

    /// The number of a text, which is added when it is new. ASCII space around the text does not count.
    package mutating func id(of text: Span<UInt8>) -> KeyID {
        let key = text.extracting(Self.trimmedBounds(text))
        guard !key.isEmpty else { return .empty }
        let hash = Self.hash(key)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let candidate = Int(slots[slot])
            if hashes[candidate] == hash, isEqual(candidate, key) { return KeyID(index: Int32(candidate)) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return add(key, hash: hash, slot: slot)
    }

    /// The number of a text in a string.
    package mutating func id(of text: String) -> KeyID {
        let utf8 = Array(text.utf8)
        return id(of: utf8.span)
    }

    /// The text behind a number.
    package func text(_ id: KeyID) -> String {
        String(decoding: bytes[range(Int(id.index))], as: UTF8.self)
    }

    /// Whether one text comes before another in the order of their bytes.
    package func precedes(_ left: KeyID, _ right: KeyID) -> Bool {
        left != right && bytes[range(Int(left.index))].lexicographicallyPrecedes(bytes[range(Int(right.index))])
    }

    private func range(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    private func isEqual(_ candidate: Int, _ key: Span<UInt8>) -> Bool {
        let range = range(candidate)
        guard range.count == key.count else { return false }
        for offset in 0..<key.count where bytes[range.lowerBound + offset] != key[offset] { return false }
        return true
    }

    private mutating func add(_ key: Span<UInt8>, hash: UInt64, slot: Int) -> KeyID {
        let number = Int32(ends.count)
        for index in key.indices { bytes.append(key[index]) }
        ends.append(bytes.count)
        hashes.append(hash)
        slots[slot] = number
        if ends.count * 2 > slots.count { grow() }
        return KeyID(index: number)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for number in 1..<ends.count {
            var slot = Int(truncatingIfNeeded: hashes[number]) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(number)
        }
    }

    private static func trimmedBounds(_ text: Span<UInt8>) -> Range<Int> {
        var (start, end) = (0, text.count)
        while start < end, isSpace(text[start]) { start += 1 }
        while end > start, isSpace(text[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
    }

    /// FNV-1a with a final mix. Unseeded, so that a run can be repeated to the letter.
    private static func hash(_ key: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in key.indices { hash = (hash ^ UInt64(key[index])) &* 0x100_0000_01B3 }
        hash ^= hash >> 32
        return hash &* 0x9E37_79B9_7F4A_7C15
    }
}
