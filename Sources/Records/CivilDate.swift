/// A calendar date without a time: the unit in which charges and subscriptions begin and end.
///
/// Frozen, for the same reason as ``ExactDecimal``.
@frozen
public struct CivilDate: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01, in the proleptic Gregorian calendar.
    public var daysSinceEpoch: Int32

    /// A date from its days since 1970-01-01.
    @inlinable
    public init(daysSinceEpoch: Int32) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// A date from its parts; `nil` when there is no such day. Years run from 1 to 9999.
    ///
    /// Source of the formula: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
    @inlinable
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.dayCount(ofMonth: month, year: year)
        else { return nil }
        self.daysSinceEpoch = Self.daysSinceEpoch(year: year, month: month, day: day)
    }

    /// The distance of a day that exists, in any year.
    @inlinable
    static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int32 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// The year, the month from 1 and the day from 1.
    ///
    /// Source of the formula: Howard Hinnant, as above, `civil_from_days`.
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSinceEpoch) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// How many days a month has; the month counts from 1.
    @inlinable
    public static func dayCount(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The date so many days later, or earlier when negative.
    @inlinable
    public func advanced(byDays days: Int) -> CivilDate {
        CivilDate(daysSinceEpoch: daysSinceEpoch + Int32(days))
    }

    /// The date so many months later, kept to the last day of a shorter month: 31 January plus one is 28 February.
    ///
    /// It may lie beyond the year 9999, as the end of that year's December does.
    public func advanced(byMonths months: Int) -> CivilDate {
        let (year, month, day) = parts
        let target = year * 12 + (month - 1) + months
        let targetMonth = (target % 12 + 12) % 12 + 1
        let targetYear = (target - (targetMonth - 1)) / 12
        let lastDay = Self.dayCount(ofMonth: targetMonth, year: targetYear)
        let days = Self.daysSinceEpoch(year: targetYear, month: targetMonth, day: min(day, lastDay))
        return CivilDate(daysSinceEpoch: days)
    }

    /// The date so many business days later: Saturdays and Sundays do not count, holidays do.
    ///
    /// From a weekend, the first business day is the Monday.
    public func advanced(byBusinessDays days: Int) -> CivilDate {
        var date = self
        for _ in 0..<days {
            repeat { date = date.advanced(byDays: 1) } while date.isWeekend
        }
        return date
    }

    private var isWeekend: Bool {
        // 1970-01-01 was a Thursday: the second and third days after it began a weekend.
        let weekday = (Int(daysSinceEpoch) % 7 + 7) % 7
        return weekday == 2 || weekday == 3
    }

    /// Whether the left value comes first.
    @inlinable
    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }
}

extension CivilDate: CustomStringConvertible {
    /// The date as `2026-10-31`.
    public var description: String {
        let (year, month, day) = parts
        return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }

    /// Appends the date to a buffer as `2026-10-31`.
    public func append(to bytes: inout [UInt8]) {
        let (year, month, day) = parts
        guard (0...9999).contains(year) else { return bytes.append(contentsOf: description.utf8) }
        let digit: (Int) -> UInt8 = { UInt8(ascii: "0") + UInt8(truncatingIfNeeded: $0 % 10) }
        let text: InlineArray<10, UInt8> = [
            digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), UInt8(ascii: "-"),
            digit(month / 10), digit(month), UInt8(ascii: "-"), digit(day / 10), digit(day),
        ]
        unsafe text.span.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }
}

/// A number with leading noughts.
func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
