/// Reading numbers from text.
extension ExactDecimal {
    /// Why a piece of text is not an exact decimal number.
    public enum ParsingFault: Error, Sendable, Hashable, CustomStringConvertible {
        /// There is no text.
        case empty
        /// The text is not a plain decimal number: `-12.50` and `6.1e-7` are, `1,250.00` and `$12` are not.
        case notANumber
        /// More than 18 digits behind the decimal point, not all of them noughts.
        case tooManyFractionDigits
        /// Beyond ±1.7 × 10²⁰.
        case outOfRange

        /// The fault in words that fit behind "Seller Cost:".
        public var description: String {
            switch self {
            case .empty: "is empty where a number is required"
            case .notANumber: "is not a plain decimal number"
            case .tooManyFractionDigits: "has more than 18 digits behind the decimal point"
            case .outOfRange: "is beyond ±170,141,183,460,469,231,731"
            }
        }
    }

    /// A number as it was read, and whether reading had to round it.
    @frozen
    public struct Reading: Sendable {
        /// The number.
        public var value: ExactDecimal
        /// Whether digits beyond the eighteenth fraction digit were rounded away, half to even.
        public var isRounded: Bool

        @usableFromInline
        init(value: ExactDecimal, isRounded: Bool) {
            self.value = value
            self.isRounded = isRounded
        }
    }

    /// Reads a number that must fit exactly.
    ///
    /// - Throws: ``ParsingFault``.
    @inlinable
    public init(parsing text: Span<UInt8>) throws(ParsingFault) {
        let reading = try Self.read(text)
        if reading.isRounded { throw .tooManyFractionDigits }
        self = reading.value
    }

    /// Reads a number that must fit exactly, from a string.
    ///
    /// - Throws: ``ParsingFault``.
    public init(parsing text: String) throws(ParsingFault) {
        let bytes = Array(text.utf8)
        try self.init(parsing: bytes.span)
    }

    /// A number that is nothing but up to 18 digits with at most one point among them; `nil` for all others.
    ///
    /// The quickest way to read what reports carry; ``init(parsing:)-(Span<UInt8>)`` reads the rest.
    @inlinable
    @inline(__always)
    public init?(plain text: Span<UInt8>, _ place: Range<Int>) {
        guard place.count <= 16, place.upperBound >= 16 else {
            self.init(longPlain: text, place)
            return
        }
        self.init(shortPlain: text, place)
    }

    /// A plain number of up to 16 characters that end 16 bytes or more behind the text's start: all of them at once, without
    /// a question for each.
    @inlinable
    @inline(__always)
    init?(shortPlain text: Span<UInt8>, _ place: Range<Int>) {
        precondition(
            place.upperBound >= 16 && place.upperBound <= text.count && place.count <= 16, "16 bytes are there")
        guard !place.isEmpty else { return nil }
        // The check above is the bounds' check that an unaligned load leaves to its caller.
        let characters = unsafe UInt128(
            littleEndian: text.bytes.unsafeLoadUnaligned(fromByteOffset: place.upperBound &- 16, as: UInt128.self))
        // The first character is lowest; what does not belong to the number becomes noughts before it.
        let foreign = UInt128(truncatingIfNeeded: 128 &- place.count &* 8)
        var digits = ((characters ^ ByteDigits.noughts) &>> foreign) &<< foreign
        let others = ByteDigits.others(digits)
        var fraction = 0
        if others != 0 {
            let point = others.trailingZeroBitCount
            guard others & (others &- 1) == 0, text[place.upperBound &- 16 &+ point] == UInt8(ascii: "."),
                place.count > 1
            else { return nil }
            // The digits before the point move to its place.
            let fromPoint = ~UInt128(0) &<< UInt128(truncatingIfNeeded: point &* 8)
            digits = digits & (fromPoint &<< 8) | (digits & ~fromPoint) &<< 8
            fraction = 15 &- point
        }
        // Below 10¹⁶ × 10¹⁸, so it fits.
        scaled = Int128(ByteDigits.number(digits)) &* Int128(Self.quickPowerOfTen(18 &- fraction))
    }

    /// A plain number, one character after the other.
    @inlinable
    @inline(never)
    init?(longPlain text: Span<UInt8>, _ place: Range<Int>) {
        guard place.count <= 19, !place.isEmpty else { return nil }
        var mantissa: UInt64 = 0
        var point = -1
        let number = text.extracting(place)
        for index in number.indices {
            let digit = number[index] &- UInt8(ascii: "0")
            if digit <= 9 {
                mantissa = mantissa &* 10 &+ UInt64(digit)  // At most 19 digits: below 2⁶⁴.
            } else if digit == UInt8(ascii: ".") &- UInt8(ascii: "0"), point < 0 {
                point = index
            } else {
                return nil
            }
        }
        let fraction = point < 0 ? -1 : number.count &- 1 &- point
        let digits = fraction < 0 ? place.count : place.count - 1
        guard digits > 0, fraction <= 18 else { return nil }
        // Below 10¹⁹ × 10¹⁸, so it fits.
        scaled = Int128(mantissa) &* Int128(Self.quickPowerOfTen(18 &- max(0, fraction)))
    }

    /// Reads a number: an optional sign, digits with at most one point, an optional exponent.
    ///
    /// The quick path covers up to 18 digits without an exponent, which is what reports carry.
    ///
    /// - Throws: ``ParsingFault``, never ``ParsingFault/tooManyFractionDigits``: such a number is rounded half to
    ///   even and flagged, as JSON numbers need it.
    @inlinable
    public static func read(_ text: Span<UInt8>) throws(ParsingFault) -> Reading {
        let count = text.count
        guard count > 0 else { throw .empty }
        var index = 0
        let isNegative = text[0] == UInt8(ascii: "-")
        if isNegative || text[0] == UInt8(ascii: "+") { index = 1 }
        guard let magnitude = ExactDecimal(plain: text, index..<count) else { return try readSlowly(text) }
        return Reading(
            value: isNegative ? ExactDecimal(scaled: -magnitude.scaled) : magnitude, isRounded: false)
    }

    /// 10 to the power of `exponent`, from 0 to 18: a table without memory.
    @inlinable
    @inline(__always)
    static func quickPowerOfTen(_ exponent: Int) -> UInt64 {
        switch exponent {
        case 0: 1
        case 1: 10
        case 2: 100
        case 3: 1_000
        case 4: 10_000
        case 5: 100_000
        case 6: 1_000_000
        case 7: 10_000_000
        case 8: 100_000_000
        case 9: 1_000_000_000
        case 10: 10_000_000_000
        case 11: 100_000_000_000
        case 12: 1_000_000_000_000
        case 13: 10_000_000_000_000
        case 14: 100_000_000_000_000
        case 15: 1_000_000_000_000_000
        case 16: 10_000_000_000_000_000
        case 17: 100_000_000_000_000_000
        default: 1_000_000_000_000_000_000
        }
    }

    /// 10 to the power of `exponent`, from 0 to 38.
    @inlinable
    static func powerOfTen(_ exponent: Int) -> Int128 {
        var power: Int128 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }

    /// The general path: long numbers and exponents.
    @usableFromInline
    static func readSlowly(_ text: Span<UInt8>) throws(ParsingFault) -> Reading {
        var scanner = DecimalScanner()
        try scanner.scan(text)
        return try scanner.reading()
    }
}

/// Sixteen characters at once, the first one lowest.
@usableFromInline
enum ByteDigits {
    /// Turns characters into their digits.
    @inlinable static var noughts: UInt128 { 0x3030_3030_3030_3030_3030_3030_3030_3030 }

    /// Which of sixteen characters, turned so, are no digits, a bit for each; behind the first of them a digit may also seem
    /// to be none.
    @inlinable
    @inline(__always)
    static func others(_ digits: UInt128) -> UInt64 {
        let first = others(UInt64(truncatingIfNeeded: digits)), last = others(UInt64(truncatingIfNeeded: digits &>> 64))
        return first | last &<< 8
    }

    @inlinable
    @inline(__always)
    static func others(_ digits: UInt64) -> UInt64 {
        // More than nine reaches the highest bit of its byte; the product brings these bits together in the highest byte.
        let high = ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
        return (high &* 0x0002_0408_1020_4081) &>> 56
    }

    /// The number that sixteen digits are.
    @inlinable
    @inline(__always)
    static func number(_ digits: UInt128) -> UInt64 {
        let first = eight(UInt64(truncatingIfNeeded: digits)), last = eight(UInt64(truncatingIfNeeded: digits &>> 64))
        return first &* 100_000_000 &+ last
    }

    /// The number that eight digits are: pairs, then fours, then all of them in three multiplications.
    @inlinable
    @inline(__always)
    static func eight(_ digits: UInt64) -> UInt64 {
        let pairs = digits &* 10 &+ (digits &>> 8)
        let fours: UInt64 = 0x0000_00FF_0000_00FF
        return ((pairs & fours) &* 0x000F_4240_0000_0064 &+ ((pairs &>> 16) & fours) &* 0x0000_2710_0000_0001) &>> 32
    }
}

/// The digits of a number, collected until its exponent is known.
private struct DecimalScanner {
    private var isNegative = false
    private var mantissa: UInt128 = 0
    /// The power of ten that the mantissa is to be multiplied by.
    private var exponent = 0
    /// How what fell off the end of the mantissa compares with half of the mantissa's last place.
    private var tail = Tail.nothing
    private var hasDroppedDigits = false

    private enum Tail {
        case nothing
        case belowHalf
        case half
        case aboveHalf
    }

    /// The highest mantissa that one more digit surely fits behind: 38 digits always do, often 39.
    private static var highestThatGrows: UInt128 { (UInt128.max - 9) / 10 }

    mutating func scan(_ text: Span<UInt8>) throws(ExactDecimal.ParsingFault) {
        var index = 0
        guard !text.isEmpty else { throw .empty }
        isNegative = text[0] == UInt8(ascii: "-")
        if isNegative || text[0] == UInt8(ascii: "+") { index = 1 }
        var digits = 0
        var seenPoint = false
        while index < text.count {
            let byte = text[index]
            if byte &- UInt8(ascii: "0") <= 9 {
                take(byte &- UInt8(ascii: "0"), behindPoint: seenPoint)
                digits += 1
            } else if byte == UInt8(ascii: "."), !seenPoint {
                seenPoint = true
            } else {
                break
            }
            index += 1
        }
        guard digits > 0 else { throw .notANumber }
        if index < text.count { try scanExponent(text, from: index) }
    }

    /// Digits that no longer fit only move the exponent, and decide how the mantissa is rounded.
    private mutating func take(_ digit: UInt8, behindPoint: Bool) {
        if mantissa <= Self.highestThatGrows {
            mantissa = mantissa * 10 + UInt128(digit)
            if behindPoint { exponent -= 1 }
        } else {
            drop(digit)
            if !behindPoint { exponent += 1 }
        }
    }

    private mutating func drop(_ digit: UInt8) {
        switch (tail, digit) {
        case (_, 0): break
        case (.nothing, 5) where !hasDroppedDigits: tail = .half
        case (.nothing, 6...) where !hasDroppedDigits: tail = .aboveHalf
        case (.nothing, _): tail = .belowHalf
        case (.half, _): tail = .aboveHalf
        case (.belowHalf, _), (.aboveHalf, _): break
        }
        hasDroppedDigits = true
    }

    private mutating func scanExponent(_ text: Span<UInt8>, from start: Int) throws(ExactDecimal.ParsingFault) {
        guard text[start] | 0x20 == UInt8(ascii: "e") else { throw .notANumber }
        var index = start + 1
        guard index < text.count else { throw .notANumber }
        let isNegativeExponent = text[index] == UInt8(ascii: "-")
        if isNegativeExponent || text[index] == UInt8(ascii: "+") { index += 1 }
        guard index < text.count else { throw .notANumber }
        var value = 0
        while index < text.count {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { throw .notANumber }
            value = min(value * 10 + Int(digit), 1 << 48)  // More than any text has digits; no overflow either.
            index += 1
        }
        exponent += isNegativeExponent ? -value : value
    }

    func reading() throws(ExactDecimal.ParsingFault) -> ExactDecimal.Reading {
        let shift = exponent + ExactDecimal.fractionDigits
        if mantissa == 0 { return .init(value: .zero, isRounded: false) }
        if shift > 0 {
            // A mantissa that dropped digits is so high that ten times as much is out of range.
            guard shift <= 38 else { throw .outOfRange }
            let (scaled, overflow) = mantissa.multipliedReportingOverflow(
                by: ExactDecimal.powerOfTen(shift).magnitude
            )
            guard !overflow else { throw .outOfRange }
            return try reading(scaled, roundsUp: false, isRounded: false)
        }
        guard shift >= -38 else { return .init(value: .zero, isRounded: true) }
        let divisor = ExactDecimal.powerOfTen(-shift).magnitude
        let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: divisor)
        let isOdd = quotient & 1 == 1
        let roundsUp =
            if divisor == 1 {
                tail == .aboveHalf || (tail == .half && isOdd)
            } else {
                ExactDecimal.roundsUp(remainder, of: divisor, isOdd: isOdd || tail != .nothing)
            }
        return try reading(quotient, roundsUp: roundsUp, isRounded: remainder != 0 || tail != .nothing)
    }

    private func reading(_ quotient: UInt128, roundsUp: Bool, isRounded: Bool) throws(ExactDecimal.ParsingFault)
        -> ExactDecimal.Reading
    {
        guard let value = ExactDecimal.assembled(quotient, roundsUp: roundsUp, isNegative: isNegative) else {
            throw .outOfRange
        }
        return .init(value: value, isRounded: isRounded)
    }
}
