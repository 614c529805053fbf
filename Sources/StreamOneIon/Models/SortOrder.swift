/// Smallest or greatest first.
public struct SortOrder: OpenEnumeration, QueryValue {
    /// `ASC`
    public static let ascending = Self(rawValue: "ASC")
    /// `DESC`
    public static let descending = Self(rawValue: "DESC")

    /// The values that are known.
    public static let known: [Self] = [
        .ascending, .descending,
    ]

    /// The text, as it came.
    public let rawValue: String

    /// A value from its text, whatever it is.
    public init(rawValue: String) { self.rawValue = rawValue }
}
