/// A whole number that the API writes as text, as protobuf's JSON does with 64-bit integers: `"57"`.
public struct IonInteger: Sendable, Hashable, Codable, Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible
{
    /// The number.
    public let value: Int64

    /// A number from its value.
    public init(_ value: Int64) { self.value = value }

    /// A number from its value.
    public init(integerLiteral value: Int64) { self.value = value }

    /// The digits.
    public var description: String { String(value) }

    /// Whether the left one is smaller.
    public static func < (left: IonInteger, right: IonInteger) -> Bool { left.value < right.value }

    /// Reads the number, be it written as a number or as text.
    public init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(Int64.self)
    }

    /// Writes the number as text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
