internal import Formats

/// A value whose form the API leaves open, as it came.
public indirect enum IonValue: Sendable, Hashable {
    /// Nothing.
    case null
    /// True or false.
    case boolean(Bool)
    /// A number, as it is written.
    case number(String)
    /// Text.
    case string(String)
    /// A list.
    case array([IonValue])
    /// An object; the order of its members is not kept.
    case object([String: IonValue])

    /// The member of an object; `nil` when this is none, or has no such member.
    public subscript(name: String) -> IonValue? { if case .object(let members) = self { members[name] } else { nil } }

    /// The text of a string or a number; `nil` for all else.
    public var text: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .null, .boolean, .array, .object: nil
        }
    }
}

extension IonValue {
    /// A value from its JSON.
    init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .number(let text): self = .number(text)
        case .string(let text): self = .string(text)
        case .array(let elements): self = .array(elements.map(IonValue.init))
        case .object(let members):
            self = .object(Dictionary(members.map { ($0.name, IonValue($0.value)) }) { first, _ in first })
        }
    }
}

extension IonValue: Codable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Reads a value of any form. A number in the JSON of another decoder keeps what that decoder keeps of it.
    public init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: Name.self) {
            var members: [String: IonValue] = [:]
            for name in container.allKeys {
                members[name.stringValue] = try container.decode(IonValue.self, forKey: name)
            }
            self = .object(members)
        } else if var container = try? decoder.unkeyedContainer() {
            var elements: [IonValue] = []
            while !container.isAtEnd { elements.append(try container.decode(IonValue.self)) }
            self = .array(elements)
        } else {
            self = try Self.single(try decoder.singleValueContainer())
        }
    }

    private static func single(_ container: any SingleValueDecodingContainer) throws -> IonValue {
        if container.decodeNil() { return .null }
        if let value = try? container.decode(Bool.self) { return .boolean(value) }
        if let number = try? container.decode(Int64.self) { return .number(String(number)) }
        if let number = try? container.decode(Double.self) { return .number("\(number)") }
        return .string(try container.decode(String.self))
    }

    /// Writes the value; a number is written as its text, which keeps all of its digits.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .boolean(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .number(let text), .string(let text):
            var container = encoder.singleValueContainer()
            try container.encode(text)
        case .array(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements { try container.encode(element) }
        case .object(let members):
            var container = encoder.container(keyedBy: Name.self)
            for (name, value) in members { try container.encode(value, forKey: Name(stringValue: name)) }
        }
    }
}
