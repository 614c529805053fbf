public import Records

/// What of a report's data is wanted.
public struct ReportQuery: Sendable, Hashable {
    /// Which days' charges.
    public enum Days: Sendable, Hashable {
        /// By a name that the service reckons from its own clock, such as last month.
        case relative(RelativeDateRange)
        /// From one day to another, the second not included.
        case fixed(CivilInterval)
        /// From one instant to another, as they are sent.
        case between(Instant, Instant)
    }

    /// How the service hands the CSV over.
    public enum Delivery: String, Sendable, Hashable, CaseIterable {
        /// As one string in a JSON object (`reportDataCsv`).
        case wrapped
        /// As it is (`reportDataCsvStream`).
        case streamed
    }

    /// Which days' charges.
    public var days: Days
    /// The names of the columns, in this order; `nil` for all.
    public var columns: [String]?
    /// How the service hands the CSV over.
    public var delivery = Delivery.wrapped

    /// All columns of some days, wrapped into JSON.
    public init(days: Days, columns: [String]? = nil, delivery: Delivery = .wrapped) {
        self.days = days
        self.columns = columns
        self.delivery = delivery
    }
}
