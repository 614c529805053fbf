import Records

/// Reads dates of which most lie in the month of the one before: of those, only the day is read.
struct RecentMonth: Sendable {
    /// The month's first eight characters, `2026-10-`; nought before there is one.
    private var text: UInt64 = 0
    private var dayBeforeFirst = CivilDate(daysSinceEpoch: 0)
    private var dayCount = 0

    /// Reads a date, or the date in UTC of an instant.
    ///
    /// - Throws: `CivilDate.ParsingFault`.
    mutating func date(_ value: Span<UInt8>) throws(CivilDate.ParsingFault) -> CivilDate {
        guard value.count == 10 else { return try CivilDate(parsing: value) }
        let (tens, ones) = (value[8] &- UInt8(ascii: "0"), value[9] &- UInt8(ascii: "0"))
        let day = Int(tens) * 10 + Int(ones)
        if value.word(at: 0) == text, tens <= 9, ones <= 9, day > 0, day <= dayCount {
            return dayBeforeFirst.advanced(byDays: day)
        }
        let date = try CivilDate(parsing: value)
        let (year, month, ownDay) = date.parts
        text = value.word(at: 0)
        dayBeforeFirst = date.advanced(byDays: -ownDay)
        dayCount = CivilDate.dayCount(ofMonth: month, year: year)
        return date
    }
}
