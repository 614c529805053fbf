import Formats
import Records

/// Writes models back as JSON, to show that nothing was lost. Exact decimals become numbers.
final class JSONValueEncoder: Encoder {
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]
    private var members: [(String, JSONValueEncoder)] = []
    private var elements: [JSONValueEncoder] = []
    private var single: JSONValue?
    private var isList = false

    static func value(_ model: some Encodable) throws -> JSONValue {
        let encoder = JSONValueEncoder()
        try encoder.encode(model)
        return encoder.value
    }

    private var value: JSONValue {
        if let single { return single }
        if isList { return .array(elements.map(\.value)) }
        return .object(members.map { .init($0, $1.value) })
    }

    private func encode(_ model: some Encodable) throws {
        if let number = model as? ExactDecimal {
            single = .number(number.description)
        } else {
            try model.encode(to: self)
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(Members(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        isList = true
        return Elements(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }

    private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let encoder: JSONValueEncoder
        let codingPath: [any CodingKey] = []

        private func member(_ key: Key) -> JSONValueEncoder {
            let member = JSONValueEncoder()
            encoder.members.append((key.stringValue, member))
            return member
        }

        func encodeNil(forKey key: Key) throws { member(key).single = .null }
        func encode(_ value: some Encodable, forKey key: Key) throws { try member(key).encode(value) }
        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> { member(key).container(keyedBy: type) }
        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { member(key).unkeyedContainer() }
        func superEncoder() -> any Encoder { encoder }
        func superEncoder(forKey key: Key) -> any Encoder { member(key) }
    }

    private struct Elements: UnkeyedEncodingContainer {
        let encoder: JSONValueEncoder
        let codingPath: [any CodingKey] = []
        var count: Int { encoder.elements.count }

        private func element() -> JSONValueEncoder {
            let element = JSONValueEncoder()
            encoder.elements.append(element)
            return element
        }

        func encodeNil() throws { element().single = .null }
        func encode(_ value: some Encodable) throws { try element().encode(value) }
        func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
            element().container(keyedBy: type)
        }
        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { element().unkeyedContainer() }
        func superEncoder() -> any Encoder { element() }
    }

    private struct Single: SingleValueEncodingContainer {
        let encoder: JSONValueEncoder
        let codingPath: [any CodingKey] = []

        func encodeNil() throws { encoder.single = .null }
        func encode(_ value: Bool) throws { encoder.single = .boolean(value) }
        func encode(_ value: String) throws { encoder.single = .string(value) }
        func encode(_ value: some Encodable) throws {
            if let number = value as? any FixedWidthInteger {
                encoder.single = .number("\(number)")
            } else {
                try encoder.encode(value)
            }
        }
    }
}

extension JSONValue {
    /// The differences between an answer and what a model of it says: members that are missing, or other values.
    ///
    /// A number and a string with it are the same; so are a day and its first instant, and a member that is not there and
    /// null.
    func differences(from model: JSONValue, at place: String = "") -> [String] {
        switch (self, model) {
        case (.object(let left), .object(let right)):
            let names = Set(left.filter { $0.value != .null }.map(\.name) + right.map(\.name))
            return names.sorted().flatMap { name -> [String] in
                guard let value = self[name], let other = model[name] else { return ["\(place).\(name)"] }
                return value.differences(from: other, at: "\(place).\(name)")
            }
        case (.array(let left), .array(let right)) where left.count == right.count:
            return zip(left, right).enumerated().flatMap { $1.0.differences(from: $1.1, at: "\(place)[\($0)]") }
        default: return isSame(as: model) ? [] : ["\(place): \(compactText) became \(model.compactText)"]
        }
    }

    private func isSame(as other: JSONValue) -> Bool {
        if self == other { return true }
        guard let left = scalarText, let right = other.scalarText else { return false }
        let (first, second) = (Array(left.utf8), Array(right.utf8))
        guard let left = try? ExactDecimal.read(first.span), let right = try? ExactDecimal.read(second.span) else {
            return false
        }
        return left.value == right.value
    }
}
