/// The state of an order, or of a part of one.
public struct OrderStatus: OpenEnumeration, QueryValue {
    /// `NEW`
    public static let new = Self(rawValue: "NEW")
    /// `CONFIRMED`
    public static let confirmed = Self(rawValue: "CONFIRMED")
    /// `ON_HOLD`
    public static let onHold = Self(rawValue: "ON_HOLD")
    /// `COMPLETED`
    public static let completed = Self(rawValue: "COMPLETED")
    /// `ERROR`
    public static let error = Self(rawValue: "ERROR")
    /// `CANCELED`
    public static let canceled = Self(rawValue: "CANCELED")
    /// `IN_PROGRESS`
    public static let inProgress = Self(rawValue: "IN_PROGRESS")

    /// The values that are known.
    public static let known: [Self] = [
        .new, .confirmed, .onHold, .completed, .error, .canceled, .inProgress,
    ]

    /// The text, as it came.
    public let rawValue: String

    /// A value from its text, whatever it is.
    public init(rawValue: String) { self.rawValue = rawValue }
}
