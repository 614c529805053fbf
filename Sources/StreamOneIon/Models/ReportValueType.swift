/// What the values of a report's column are.
public struct ReportValueType: OpenEnumeration {
    /// `STRING`
    public static let string = Self(rawValue: "STRING")
    /// `FLOAT`
    public static let float = Self(rawValue: "FLOAT")
    /// `INT`
    public static let int = Self(rawValue: "INT")
    /// `MONEY`
    public static let money = Self(rawValue: "MONEY")
    /// `BOOL`
    public static let bool = Self(rawValue: "BOOL")
    /// `INTERNAL_LINK`
    public static let internalLink = Self(rawValue: "INTERNAL_LINK")
    /// `DATE`
    public static let date = Self(rawValue: "DATE")
    /// `ID`
    public static let id = Self(rawValue: "ID")
    /// `REPORT_VALUE_TYPE_UNSPECIFIED`
    public static let unspecified = Self(rawValue: "REPORT_VALUE_TYPE_UNSPECIFIED")

    /// The values that are known.
    public static let known: [Self] = [.string, .float, .int, .money, .bool, .internalLink, .date, .id, .unspecified]

    /// The text, as it came.
    public let rawValue: String

    /// A value from its text, whatever it is.
    public init(rawValue: String) { self.rawValue = rawValue }
}
