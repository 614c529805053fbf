import Records
import TestSupport
import Testing

@Suite("Civil dates")
struct CivilDateTests {
    @Test("Days follow one another as the calendar has them, from the year 1 to 9999")
    func everyDay() throws {
        // An independent calendar: it only counts on, by the rule of leap years.
        var (year, month, day) = (1, 1, 1)
        let first = try #require(CivilDate(year: 1, month: 1, day: 1))
        var daysSinceEpoch = first.daysSinceEpoch
        while year <= 9999 {
            if day == 1 || day >= 28 {
                let date = CivilDate(daysSinceEpoch: daysSinceEpoch)
                try #require(CivilDate(year: year, month: month, day: day) == date)
                let parts = date.parts
                try #require(parts.year == year && parts.month == month && parts.day == day)
            }
            let isLeapYear = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            day += 1
            if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
            daysSinceEpoch += 1
        }
        #expect(CivilDate(year: 9999, month: 12, day: 31)?.daysSinceEpoch == daysSinceEpoch - 1)
    }

    @Test(
        "Known days have their known distance from 1970-01-01",
        arguments: [
            ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11016), ("2026-10-31", 20757),
            ("0001-01-01", -719_162),
            ("9999-12-31", 2_932_896),
        ]
    )
    func anchors(text: String, days: Int32) throws {
        #expect(try CivilDate(parsing: text).daysSinceEpoch == days)
        #expect(CivilDate(daysSinceEpoch: days).description == text)
    }

    @Test(
        "Business days leave weekends out",
        arguments: [
            ("2026-10-31", 0, "2026-10-31"), ("2026-10-31", 1, "2026-11-02"), ("2026-10-30", 1, "2026-11-02"),
            ("2026-10-31", 15, "2026-11-20"), ("2026-12-31", 5, "2027-01-07"), ("1969-12-26", 1, "1969-12-29"),
        ]
    )
    func businessDays(_ from: String, _ days: Int, _ day: String) throws {
        #expect(try CivilDate(parsing: from).advanced(byBusinessDays: days) == CivilDate(parsing: day))
    }

    @Test("Random dates come back from their text", arguments: 0..<10 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let date = CivilDate(daysSinceEpoch: Int32.random(in: -719_162...2_932_896, using: &generator))
            #expect(try CivilDate(parsing: date.description) == date)
        }
    }

    @Test(
        "There is no such day",
        arguments: [
            (2025, 2, 29), (1900, 2, 29), (2024, 2, 30), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0),
            (2026, 1, 32), (0, 1, 1), (10_000, 1, 1), (-4, 1, 1), (2026, 1, -1),
        ]
    )
    func noSuchDay(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test("Leap days exist where they should", arguments: [4, 1600, 2000, 2024, 9996])
    func leapDays(year: Int) {
        #expect(CivilDate(year: year, month: 2, day: 29) != nil)
    }

    @Test(
        "Months are added with the day kept, or brought to the end of a shorter month",
        arguments: [
            ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-12-15", 1, "2027-01-15"),
            ("2026-01-15", -1, "2025-12-15"), ("2026-03-31", -1, "2026-02-28"), ("2026-03-31", -13, "2025-02-28"),
            ("2026-10-31", 12, "2027-10-31"), ("2026-10-31", 0, "2026-10-31"), ("2024-02-29", 12, "2025-02-28"),
            ("2026-01-01", -24, "2024-01-01"), ("9999-12-01", 1, "10000-01-01"),
        ]
    )
    func addingMonths(text: String, months: Int, expected: String) throws {
        #expect(try CivilDate(parsing: text).advanced(byMonths: months).description == expected)
    }

    @Test("Days are added across months and years")
    func addingDays() throws {
        #expect(try CivilDate(parsing: "2024-02-28").advanced(byDays: 2) == CivilDate(parsing: "2024-03-01"))
        #expect(try CivilDate(parsing: "2026-01-01").advanced(byDays: -1) == CivilDate(parsing: "2025-12-31"))
        #expect(try CivilDate(parsing: "2026-01-01") < CivilDate(parsing: "2026-01-02"))
    }
}
