/// A half-open run of days: the first day belongs to it, the end does not.
@frozen
public struct CivilInterval: Sendable, Hashable {
    /// The first day.
    public var start: CivilDate
    /// The day after the last; never before `start`.
    public var end: CivilDate

    /// An interval; `nil` when the end lies before the start.
    @inlinable
    public init?(start: CivilDate, end: CivilDate) {
        guard start <= end else { return nil }
        self.start = start
        self.end = end
    }

    /// How many days the interval has.
    @inlinable
    public var dayCount: Int { Int(end.daysSinceEpoch) - Int(start.daysSinceEpoch) }

    /// Whether every day of another interval belongs to this one.
    @inlinable
    public func contains(_ other: CivilInterval) -> Bool { start <= other.start && other.end <= end }

    /// Whether the two intervals share a day.
    @inlinable
    public func overlaps(_ other: CivilInterval) -> Bool { start < other.end && other.start < end }
}

extension CivilInterval: CustomStringConvertible {
    /// The interval as `2026-10-01/2026-11-01`: the second date is the day after the last.
    public var description: String { "\(start)/\(end)" }
}
