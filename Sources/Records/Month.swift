/// A calendar month: the period that is closed.
public struct Month: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The first day of the month.
    public let start: CivilDate

    /// The month that a date lies in.
    public init(containing date: CivilDate) {
        let day = date.parts.day
        self.start = date.advanced(byDays: 1 - day)
    }

    /// A month from text such as `2026-10`; `nil` for anything else.
    public init?(_ text: String) {
        guard text.utf8.count == 7, let start = try? CivilDate(parsing: text + "-01") else { return nil }
        self.start = start
    }

    /// The day after the month's last day.
    public var end: CivilDate { start.advanced(byMonths: 1) }

    /// The month's last day.
    public var lastDay: CivilDate { end.advanced(byDays: -1) }

    /// The month before.
    public var previous: Month { Month(containing: start.advanced(byDays: -1)) }

    /// The month's days.
    public var interval: CivilInterval {
        guard let interval = CivilInterval(start: start, end: end) else {
            preconditionFailure("a month ends after it starts")
        }
        return interval
    }

    /// The month as `2026-10`.
    public var description: String { String(start.description.prefix(7)) }

    /// Whether the left value comes first.
    public static func < (left: Month, right: Month) -> Bool { left.start < right.start }
}
