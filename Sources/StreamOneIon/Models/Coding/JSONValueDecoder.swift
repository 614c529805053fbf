package import Formats
internal import Records

/// Decodes values of a JSON answer. Numbers keep every digit: nothing passes through a binary fraction.
///
/// A number is also read from a string, as the API writes 64-bit integers and version 1's amounts.
struct JSONValueDecoder: Decoder {
    let value: JSONValue
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(_ value: JSONValue, at codingPath: [any CodingKey] = []) {
        self.value = value
        self.codingPath = codingPath
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = value else { throw mismatch([String: String].self, "an object") }
        return KeyedDecodingContainer(JSONMembers(members: members, decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard let elements = value.array else { throw mismatch([String].self, "a list") }
        return JSONElements(elements: elements, codingPath: codingPath)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { JSONSingleValue(decoder: self) }

    func mismatch(_ type: Any.Type, _ wanted: String) -> DecodingError {
        let found = value.compactText
        let shown = found.count > 40 ? "\(found.prefix(40))…" : found
        return .typeMismatch(type, .init(codingPath: codingPath, debugDescription: "must be \(wanted), not \(shown)"))
    }

    // MARK: - Values

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if type == ExactDecimal.self, let number = try decimal() as? Value { return number }
        if type == IonValue.self, let value = IonValue(value) as? Value { return value }
        // Nothing here passes through a binary fraction.
        guard type != Double.self, type != Float.self else { throw mismatch(type, "read as an exact decimal") }
        return try Value(from: self)
    }

    func string() throws -> String {
        guard let text = value.string else { throw mismatch(String.self, "text") }
        return text
    }

    func boolean() throws -> Bool {
        switch value {
        case .boolean(let value): return value
        // XML has no other way to write it.
        case .string("true"): return true
        case .string("false"): return false
        default: throw mismatch(Bool.self, "true or false")
        }
    }

    func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        switch value {
        case .number(let text), .string(let text):
            if let number = Number(text) { return number }
        default: break
        }
        throw mismatch(type, "a whole number")
    }

    func decimal() throws -> ExactDecimal {
        switch value {
        case .number(let text), .string(let text):
            let bytes = Array(text.utf8)
            // A JSON number may have more digits than are kept; see ExactDecimal.
            if let reading = try? ExactDecimal.read(bytes.span) { return reading.value }
        default: break
        }
        throw mismatch(ExactDecimal.self, "a number")
    }
}

/// The members of an object. A null is as good as no member.
private struct JSONMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [JSONValue.Member]
    let decoder: JSONValueDecoder

    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] { members.compactMap { Key(stringValue: $0.name) } }

    func contains(_ key: Key) -> Bool { value(key) != nil }
    func decodeNil(forKey key: Key) -> Bool { value(key) == nil }

    private func value(_ key: Key) -> JSONValue? {
        let value = members.first { $0.name == key.stringValue }?.value
        return value == .null ? nil : value
    }

    private func member(_ key: Key) throws -> JSONValueDecoder {
        guard let value = value(key) else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "is missing"))
        }
        return JSONValueDecoder(value, at: codingPath + [key])
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try member(key).boolean() }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try member(key).string() }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try member(key).decode(type) }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> { try member(key).container(keyedBy: type) }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try member(key).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }
}

/// The elements of a list.
private struct JSONElements: UnkeyedDecodingContainer {
    private struct Place: CodingKey {
        let intValue: Int?
        var stringValue: String { intValue.map(String.init) ?? "" }

        init(intValue: Int) { self.intValue = intValue }
        init?(stringValue: String) { nil }
    }

    let elements: [JSONValue]
    let codingPath: [any CodingKey]
    private(set) var currentIndex = 0

    init(elements: [JSONValue], codingPath: [any CodingKey]) {
        self.elements = elements
        self.codingPath = codingPath
    }

    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    private mutating func next() throws -> JSONValueDecoder {
        let path = codingPath + [Place(intValue: currentIndex)]
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                JSONValue.self, .init(codingPath: path, debugDescription: "is beyond the end of the list"))
        }
        defer { currentIndex += 1 }
        return JSONValueDecoder(elements[currentIndex], at: path)
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, elements[currentIndex] == .null else { return false }
        currentIndex += 1
        return true
    }
    mutating func decode(_ type: Bool.Type) throws -> Bool { try next().boolean() }
    mutating func decode(_ type: String.Type) throws -> String { try next().string() }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().decode(type) }
    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try next().container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try next() }
}

/// A value by itself.
private struct JSONSingleValue: SingleValueDecodingContainer {
    let decoder: JSONValueDecoder

    var codingPath: [any CodingKey] { decoder.codingPath }
    func decodeNil() -> Bool { decoder.value == .null }
    func decode(_ type: Bool.Type) throws -> Bool { try decoder.boolean() }
    func decode(_ type: String.Type) throws -> String { try decoder.string() }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if let type = type as? any FixedWidthInteger.Type, let number = try Self.integer(type, decoder) as? Value {
            return number
        }
        return try decoder.decode(type)
    }

    private static func integer<Number: FixedWidthInteger>(
        _ type: Number.Type, _ decoder: JSONValueDecoder
    ) throws -> Number { try decoder.integer(type) }
}

extension Decodable {
    /// A model of the API from its JSON.
    ///
    /// - Parameter what: What messages call it: `subscription number 12`.
    /// - Throws: Code ``IonError/Code/unexpectedAnswer``, with the member that is not what it should be.
    package init(ion value: JSONValue, as what: String) throws(IonError) {
        do {
            self = try JSONValueDecoder(value).decode(Self.self)
        } catch {
            throw IonError(.unexpectedAnswer, "\(what): \(Self.words(for: error))")
        }
    }

    private static func words(for error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, let context): "\(place(context.codingPath + [key])) is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            "\(place(context.codingPath)) \(context.debugDescription)"
        default: "\(error)"
        }
    }

    private static func place(_ path: [any CodingKey]) -> String {
        path.isEmpty
            ? "it" : "\"" + path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".") + "\""
    }
}
