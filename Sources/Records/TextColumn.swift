/// Text values in one run of bytes, which the columns of a batch may share.
public struct TextColumn: Sendable {
    /// What the values stand in, UTF-8.
    public let bytes: [UInt8]
    /// Whether the bytes are these values, one behind the other, and nothing else.
    public let isDense: Bool
    /// How many values there are.
    public let count: Int
    /// Where values end, those of other columns too; the end of the one before is where a value begins, or one byte before
    /// where it begins.
    @usableFromInline let ends: [UInt32]
    /// The place in `ends` before the first value, and how many places there are from one to the next.
    @usableFromInline let first: Int
    @usableFromInline let stride: Int

    /// A column from its bytes and the ends of its values, which stand one behind the other.
    public init(bytes: [UInt8], ends: [UInt32]) {
        self.init(bytes: bytes, bounds: [0] + ends)
    }

    /// A column from its bytes and what bounds its values, which stand one behind the other: nought, and the end of each.
    public init(bytes: [UInt8], bounds: [UInt32]) {
        precondition(bounds.first == 0, "the first value begins with the bytes")
        self.bytes = bytes
        (isDense, count, ends, first, stride) = (true, bounds.count - 1, bounds, 0, 1)
    }

    /// One of several columns whose values stand row by row, with a byte between one and the next.
    ///
    /// - Parameters:
    ///   - separators: The places of the bytes between, the last of each row too; before them `UInt32.max`, which is one
    ///     before the first byte.
    ///   - column: The column's place among them, from 0.
    ///   - width: How many columns there are.
    public init(bytes: [UInt8], separators: [UInt32], column: Int, of width: Int) {
        precondition(separators.first == .max && (separators.count - 1) % width == 0, "all rows are whole")
        precondition(0 <= column && column < width, "the column is one of those")
        self.bytes = bytes
        (isDense, count, ends, first, stride) = (false, (separators.count - 1) / width, separators, column, width)
    }

    /// Where a value's bytes stand in `bytes`.
    @inlinable
    public func range(_ index: Int) -> Range<Int> {
        let place = first + index * stride
        return Int(ends[place] &+ (isDense ? 0 : 1))..<Int(ends[place + 1])
    }

    /// A value as a string.
    public func string(_ index: Int) -> String {
        String(decoding: bytes[range(index)], as: UTF8.self)
    }
}
