/// An ISO 4217 currency code: three capital letters.
///
/// Frozen, for the same reason as ``ExactDecimal``.
@frozen
public struct Currency: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The three letters, first letter in the highest byte, so that the order of codes is alphabetical.
    public let packed: UInt32

    /// A currency from the bytes of its code; `nil` unless they are exactly three capital letters.
    @inlinable
    public init?(_ code: Span<UInt8>) {
        guard code.count == 3 else { return nil }
        var packed: UInt32 = 0
        for index in 0..<3 {
            let letter = code[index]
            guard letter >= UInt8(ascii: "A"), letter <= UInt8(ascii: "Z") else { return nil }
            packed = packed << 8 | UInt32(letter)
        }
        self.packed = packed
    }

    /// A currency from its code; `nil` unless it is exactly three capital letters.
    public init?(_ code: String) {
        let bytes = Array(code.utf8)
        self.init(bytes.span)
    }

    /// The code: `EUR`.
    public var description: String {
        String(decoding: [UInt8(packed >> 16), UInt8(packed >> 8 & 0xFF), UInt8(packed & 0xFF)], as: UTF8.self)
    }

    /// Appends the code to a buffer.
    public func append(to bytes: inout [UInt8]) {
        for place in 0..<3 as Range<UInt32> { bytes.append(UInt8(truncatingIfNeeded: packed >> (16 - 8 * place))) }
    }

    /// No currency: `XXX`, the code of ISO 4217 for it.
    public static let none = Currency(packed: 0x58_5858)

    private init(packed: UInt32) {
        self.packed = packed
    }

    /// The currency's smallest amount: 0.01 for the euro.
    public var minorUnit: ExactDecimal {
        ExactDecimal(scaled: ExactDecimal.powerOfTen(ExactDecimal.fractionDigits - minorUnitDigits))
    }

    /// How many digits the currency's minor unit takes: 2 for most, 0 for the yen, 3 for the dinars.
    ///
    /// Source: ISO 4217, list one.
    public var minorUnitDigits: Int {
        if Self.withoutDigits.contains(packed) { return 0 }
        if Self.withThreeDigits.contains(packed) { return 3 }
        return Self.withFourDigits.contains(packed) ? 4 : 2
    }

    // Of constants alone, so that they need not be made when they are first asked for: the question is asked for each amount.
    private static let withoutDigits: [UInt32] = [
        code("B", "I", "F"), code("C", "L", "P"), code("D", "J", "F"), code("G", "N", "F"), code("I", "S", "K"),
        code("J", "P", "Y"), code("K", "M", "F"), code("K", "R", "W"), code("P", "Y", "G"), code("R", "W", "F"),
        code("U", "G", "X"), code("U", "Y", "I"), code("V", "N", "D"), code("V", "U", "V"), code("X", "A", "F"),
        code("X", "O", "F"), code("X", "P", "F"),
    ]
    private static let withThreeDigits: [UInt32] = [
        code("B", "H", "D"), code("I", "Q", "D"), code("J", "O", "D"), code("K", "W", "D"), code("L", "Y", "D"),
        code("O", "M", "R"), code("T", "N", "D"),
    ]
    private static let withFourDigits: [UInt32] = [code("C", "L", "F"), code("U", "Y", "W")]

    @inline(__always)
    private static func code(_ first: Unicode.Scalar, _ second: Unicode.Scalar, _ third: Unicode.Scalar) -> UInt32 {
        first.value &<< 16 | second.value &<< 8 | third.value
    }

    /// Whether the left value comes first.
    @inlinable
    public static func < (left: Currency, right: Currency) -> Bool { left.packed < right.packed }
}
