import Records

/// Reads what a ``PackedWriter`` wrote, in the same order. Bytes that none wrote end the program.
struct PackedReader {
    private let bytes: [UInt8]
    /// Where the next value begins.
    private(set) var offset: Int
    /// The keys whose texts went with what is read, in their order; `nil` where keys are numbers of a table.
    private var names: [KeyID]?

    /// The last digits that a decimal may have to take few bytes: four behind the point.
    static let shortUnit: Int128 = 100_000_000_000_000

    init(_ bytes: [UInt8], at offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    /// Enters the next of the records that a named writer appended; returns where the one behind it begins.
    mutating func enterRecord(_ keys: inout KeyTable) -> Int {
        let length = Int(number())
        let end = offset + length
        names = (0..<number()).map { _ in
            let count = Int(number())
            offset += count
            return keys.id(ofWhole: bytes.span.extracting(offset - count..<offset))
        }
        return end
    }

    @inline(__always)
    mutating func byte() -> UInt8 {
        offset += 1
        return bytes[offset - 1]
    }

    @inline(__always)
    mutating func number() -> UInt64 {
        // Most numbers are small.
        let first = byte()
        return first < 0x80 ? UInt64(first) : longNumber(after: first)
    }

    private mutating func longNumber(after first: UInt8) -> UInt64 {
        var (number, shift): (UInt64, UInt64) = (UInt64(first & 0x7F), 7)
        while true {
            let next = byte()
            number |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return number }
            shift += 7
        }
    }

    mutating func signed() -> Int32 { Int32(truncatingIfNeeded: Self.signed(number())) }

    mutating func key() -> KeyID {
        let number = number()
        if let names { return number == 0 ? .empty : names[Int(number) - 1] }
        return KeyID(index: Int32(bitPattern: UInt32(truncatingIfNeeded: number)))
    }

    mutating func date() -> CivilDate { CivilDate(daysSinceEpoch: signed()) }

    mutating func interval() -> CivilInterval? {
        let start = date()
        return CivilInterval(start: start, end: start.advanced(byDays: Int(signed())))
    }

    mutating func currency() -> Currency {
        let letters: InlineArray<3, UInt8> = [byte(), byte(), byte()]
        return Currency(letters.span) ?? .none
    }

    mutating func decimal() -> ExactDecimal {
        let first = number()
        guard first == 1 else {
            return ExactDecimal(scaled: Int128(Self.signed(first >> 1)) * Self.shortUnit)
        }
        var scaled: UInt128 = 0
        for place in 0..<16 { scaled |= UInt128(byte()) << UInt128(8 * place) }
        return ExactDecimal(scaled: Int128(bitPattern: scaled))
    }

    mutating func text() -> String {
        let count = Int(number())
        offset += count
        return String(decoding: bytes[offset - count..<offset], as: UTF8.self)
    }

    mutating func keys() -> MatchKeys {
        var keys = MatchKeys()
        keys.subscription = key()
        keys.sku = key()
        keys.customer = key()
        keys.product = key()
        keys.partNumber = key()
        keys.provider = key()
        keys.invoice = key()
        return keys
    }

    mutating func rows() -> [RowOrigin] {
        let count = Int(number())
        var rows: [RowOrigin] = []
        rows.reserveCapacity(count)
        var last = RowOrigin(file: 0, row: 0)
        while rows.count < count {
            let next = number()
            if next & 1 == 1 {
                last = RowOrigin(file: Int(next >> 1), row: 0)
            } else {
                last = RowOrigin(file: Int(last.file), row: last.row + UInt32(truncatingIfNeeded: next >> 1))
                rows.append(last)
            }
        }
        return rows
    }

    mutating func distances() -> (files: Int32, rows: Int64) {
        let first = number()
        return (first & 1 == 0 ? 0 : signed(), Self.signed(first >> 1))
    }

    private static func signed(_ number: UInt64) -> Int64 { Int64(bitPattern: number >> 1) ^ -Int64(number & 1) }
}
