/// The state of an invoice. One that was open cannot be a draft again.
public struct InvoiceStatus: OpenEnumeration, QueryValue {
    /// `draft`
    public static let draft = Self(rawValue: "draft")
    /// `open`
    public static let open = Self(rawValue: "open")
    /// `void`
    public static let void = Self(rawValue: "void")
    /// `closed`
    public static let closed = Self(rawValue: "closed")

    /// The values that are known.
    public static let known: [Self] = [
        .draft, .open, .void, .closed,
    ]

    /// The text, as it came.
    public let rawValue: String

    /// A value from its text, whatever it is.
    public init(rawValue: String) { self.rawValue = rawValue }
}
