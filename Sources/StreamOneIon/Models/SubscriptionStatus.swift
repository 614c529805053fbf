/// The state of a subscription.
public struct SubscriptionStatus: OpenEnumeration, QueryValue {
    /// `ACCEPTED`
    public static let accepted = Self(rawValue: "ACCEPTED")
    /// `ACTIVE`
    public static let active = Self(rawValue: "ACTIVE")
    /// `AVAILABLE`
    public static let available = Self(rawValue: "AVAILABLE")
    /// `CANCELLED`
    public static let cancelled = Self(rawValue: "CANCELLED")
    /// `COMPLETE`
    public static let complete = Self(rawValue: "COMPLETE")
    /// `CONFIRMED`
    public static let confirmed = Self(rawValue: "CONFIRMED")
    /// `DELETED`
    public static let deleted = Self(rawValue: "DELETED")
    /// `DISABLED`
    public static let disabled = Self(rawValue: "DISABLED")
    /// `ENABLED`
    public static let enabled = Self(rawValue: "ENABLED")
    /// `ERROR`
    public static let error = Self(rawValue: "ERROR")
    /// `EXPIRED`
    public static let expired = Self(rawValue: "EXPIRED")
    /// `FAILED`
    public static let failed = Self(rawValue: "FAILED")
    /// `INITIATED`
    public static let initiated = Self(rawValue: "INITIATED")
    /// `IN_PROGRESS`
    public static let inProgress = Self(rawValue: "IN_PROGRESS")
    /// `PAUSED`
    public static let paused = Self(rawValue: "PAUSED")
    /// `PENDING`
    public static let pending = Self(rawValue: "PENDING")
    /// `RUNNING`
    public static let running = Self(rawValue: "RUNNING")
    /// `STOPPED`
    public static let stopped = Self(rawValue: "STOPPED")
    /// `SUSPENDED`
    public static let suspended = Self(rawValue: "SUSPENDED")

    /// The values that are known.
    public static let known: [Self] = [
        .accepted, .active, .available, .cancelled, .complete, .confirmed, .deleted, .disabled, .enabled, .error,
        .expired, .failed, .initiated, .inProgress, .paused, .pending, .running, .stopped, .suspended,
    ]

    /// The text, as it came.
    public let rawValue: String

    /// A value from its text, whatever it is.
    public init(rawValue: String) { self.rawValue = rawValue }
}
