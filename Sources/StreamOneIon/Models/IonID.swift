/// A number or name by which the API knows something. It is text and is compared byte by byte, also where it is made of
/// digits: leading zeros belong to it.
public struct IonID: RawRepresentable, Sendable, Hashable, Codable, ExpressibleByStringLiteral, CustomStringConvertible
{
    /// The text.
    public let rawValue: String

    /// An id from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// An id from its text.
    public init(stringLiteral value: String) { rawValue = value }

    /// The text.
    public var description: String { rawValue }

    /// Reads the id from text, or from a whole number.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            rawValue = text
        } else {
            rawValue = String(try container.decode(Int64.self))
        }
    }

    /// Writes the id as text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
