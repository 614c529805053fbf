/// A value of a list that the service may lengthen at any time: known values have names, others are kept as they came.
///
/// Known values are compared without regard to case, because the service writes `active` where its description says
/// `ACTIVE`.
public protocol OpenEnumeration: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible
where RawValue == String {
    /// The values that are known, as the description of the API writes them.
    static var known: [Self] { get }
    /// A value from its text, whatever it is.
    init(rawValue: String)
}

extension OpenEnumeration {
    /// The text, as it came.
    public var description: String { rawValue }

    /// Whether this is one of the values that are known.
    public var isKnown: Bool { Self.known.contains(self) }

    /// The text as the service's description writes it; that of an unknown value as it came.
    var queryText: String { Self.known.first { $0 == self }?.rawValue ?? rawValue }

    /// Whether both are the same, in whatever case they are written.
    public static func == (left: Self, right: Self) -> Bool {
        left.rawValue == right.rawValue || left.rawValue.lowercased() == right.rawValue.lowercased()
    }

    /// Feeds what makes two of them the same into a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue.lowercased()) }

    /// Reads it from its text.
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes it as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

extension QueryValue where Self: OpenEnumeration {
    static var placeholder: String { "VALUE" }
    static var knownTexts: [String] { known.map(\.rawValue) }
    init?(queryText: String) {
        guard !queryText.isEmpty else { return nil }
        self.init(rawValue: queryText)
    }
}
