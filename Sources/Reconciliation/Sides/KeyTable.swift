internal import CPrefetch
package import Records

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
    /// The lower half of each hash: no table has more slots than that tells apart.
    private var hashes: [UInt32] = [0]
    /// Open addressing: the number of the text that lies in a slot, or -1. Its length is a power of two.
    private var slots = [Int32](repeating: -1, count: 1024)

    /// A table with the empty text only.
    package init() {}

    /// The number of a text, which is added when it is new. ASCII space around the text does not count.
    package mutating func id(of text: Span<UInt8>) -> KeyID {
        id(ofWhole: text.extracting(Self.trimmedBounds(text)))
    }

    /// The number of a text that has no space around it.
    mutating func id(ofWhole key: Span<UInt8>) -> KeyID {
        key.isEmpty ? .empty : id(ofWhole: key, hash: Self.hash(key))
    }

    private mutating func id(ofWhole key: Span<UInt8>, hash: UInt32) -> KeyID {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let candidate = Int(slots[slot])
            if hashes[candidate] == hash, isEqual(candidate, key) { return KeyID(index: Int32(candidate)) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return add(key, hash: hash, slot: slot)
    }

    /// The numbers of a column's texts.
    ///
    /// - Parameter isWanted: Whether the text of a row is looked up at all; the others count as empty.
    package mutating func ids(of column: TextColumn, where isWanted: (Int) -> Bool = { _ in true }) -> [KeyID] {
        var ids: [KeyID] = []
        ids.reserveCapacity(column.count)
        var search = KeySearch()
        for start in stride(from: 0, to: column.count, by: KeySearch.size) {
            search.take(start..<min(start + KeySearch.size, column.count), of: column, where: isWanted)
            find(&search, column.bytes.span)
            search.appendResults(to: &ids)
        }
        return ids
    }

    /// Finds or adds texts. Each step is a loop of its own, so short that the processor has many of its rounds under way.
    private mutating func find(_ search: inout KeySearch, _ bytes: Span<UInt8>) {
        let (count, mask) = (search.count, slots.count - 1)
        var texts = search.entries.mutableSpan
        for place in 0..<count { texts[place].result = slots[Int(truncatingIfNeeded: texts[place].hash) & mask] }
        for place in 0..<count {
            let candidate = Int(max(0, texts[place].result))
            let isLikely = candidate > 0 && hashes[candidate] == texts[place].hash
            texts[place].start = isLikely ? ends[candidate - 1] : -1
        }
        for place in 0..<count { prefetch(max(0, texts[place].start)) }
        for place in 0..<count {
            let (text, start) = (bytes.extracting(texts[place].range), texts[place].start)
            let isIt =
                start >= 0 && ends[Int(texts[place].result)] - start == text.count
                && self.bytes.span.extracting(start..<start + text.count).isEqual(to: text)
            if !isIt { texts[place].result = id(ofWhole: text, hash: texts[place].hash).index }
        }
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

    /// Hands on the bytes of the text behind a number.
    package func withText(_ id: KeyID, _ body: (Span<UInt8>) -> Void) {
        body(bytes.span.extracting(range(Int(id.index))))
    }

    /// Has the processor bring a text near that is about to be asked for.
    func prefetchText(_ id: KeyID) { prefetch(range(Int(id.index)).lowerBound) }

    /// - Parameter start: Where a text begins.
    private func prefetch(_ start: Int) {
        unsafe bytes.withUnsafeBufferPointer { text in
            // The place is within the array or at its end, and nothing is read there.
            guard let first = text.baseAddress else { return }
            unsafe crossfoot_prefetch(first + start)
        }
    }

    /// The place of each text among all of them in the order of their bytes, by its number: where texts are compared
    /// again and again, their places are cheaper to compare.
    func ranks() -> [Int32] {
        var order = (0..<ends.count).map { (beginning: beginning(of: $0), index: Int32($0)) }
        order.sort { left, right in
            left.beginning == right.beginning
                ? precedes(KeyID(index: left.index), KeyID(index: right.index)) : left.beginning < right.beginning
        }
        var ranks = [Int32](repeating: 0, count: order.count)
        for (rank, text) in order.enumerated() { ranks[Int(text.index)] = Int32(rank) }
        return ranks
    }

    /// The first eight bytes of a text, the first one highest; noughts behind the end of a shorter one. Where two of them
    /// differ, their order is that of the texts.
    private func beginning(of index: Int) -> UInt64 {
        let text = bytes.span.extracting(range(index))
        guard text.count < 8 else { return text.word(at: 0).byteSwapped }
        var word: UInt64 = 0
        for place in text.indices { word |= UInt64(text[place]) << UInt64(56 - 8 * place) }
        return word
    }

    /// Whether one text comes before another in the order of their bytes.
    package func precedes(_ left: KeyID, _ right: KeyID) -> Bool {
        guard left != right else { return false }
        let all = bytes.span
        return all.extracting(range(Int(left.index))).precedes(all.extracting(range(Int(right.index))))
    }

    /// A number that depends on the text alone: the same text has the same one in every table.
    func hash(of id: KeyID) -> UInt64 { UInt64(hashes[Int(id.index)]) }

    /// How many texts there are.
    package var count: Int { ends.count }

    private func range(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    private func isEqual(_ candidate: Int, _ key: Span<UInt8>) -> Bool {
        bytes.span.extracting(range(candidate)).isEqual(to: key)
    }

    private mutating func add(_ key: Span<UInt8>, hash: UInt32, slot: Int) -> KeyID {
        let number = Int32(ends.count)
        unsafe key.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
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

    /// What counts of a text: all but the ASCII space around it.
    static func trimmedBounds(_ text: Span<UInt8>) -> Range<Int> {
        var (start, end) = (0, text.count)
        while start < end, isSpace(text[start]) { start += 1 }
        while end > start, isSpace(text[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
    }

    /// A product for eight bytes at a time, and a final mix. Unseeded, so that a run can be repeated to the letter.
    static func hash(_ key: Span<UInt8>) -> UInt32 {
        var hash = UInt64(key.count)
        var offset = 0
        while key.count - offset >= 8 {
            hash = mixed(hash ^ key.word(at: offset))
            offset += 8
        }
        var rest: UInt64 = 0
        for index in offset..<key.count { rest = rest << 8 | UInt64(key[index]) }
        return UInt32(truncatingIfNeeded: mixed(mixed(hash ^ rest)))
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        let product = (value ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return product.high ^ product.low
    }
}

extension Span<UInt8> {
    /// The eight bytes from a place on.
    @inline(__always)
    fileprivate func word(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && count - offset >= 8, "a word lies within its bytes")
        // The check above is the bounds' check that an unaligned load leaves to its caller.
        return UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Whether it comes before another text in the order of the bytes.
    fileprivate func precedes(_ other: Span<UInt8>) -> Bool {
        let shared = Swift.min(count, other.count)
        var offset = 0
        while shared - offset >= 8 {
            let (own, others) = (word(at: offset), other.word(at: offset))
            // The first byte is the lowest of the word, and the highest when its bytes are turned round.
            if own != others { return own.byteSwapped < others.byteSwapped }
            offset += 8
        }
        while offset < shared {
            if self[offset] != other[offset] { return self[offset] < other[offset] }
            offset += 1
        }
        return count < other.count
    }

    /// Whether all bytes are those of another text.
    func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        guard count >= 8 else {
            for offset in 0..<count where self[offset] != other[offset] { return false }
            return true
        }
        var offset = 0
        while offset + 8 < count {
            if word(at: offset) != other.word(at: offset) { return false }
            offset += 8
        }
        // The last eight, some of which may have been looked at already.
        return word(at: count - 8) == other.word(at: count - 8)
    }
}
