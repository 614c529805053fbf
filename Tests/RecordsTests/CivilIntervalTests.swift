import Records
import Testing

@Suite("Intervals and months")
struct CivilIntervalTests {
    private func interval(_ start: String, _ end: String) throws -> CivilInterval {
        try #require(CivilInterval(start: CivilDate(parsing: start), end: CivilDate(parsing: end)))
    }

    @Test("The end does not belong to an interval")
    func halfOpen() throws {
        let october = try interval("2026-10-01", "2026-11-01")
        let november = try interval("2026-11-01", "2026-12-01")
        #expect(october.dayCount == 31)
        #expect(!october.overlaps(november) && !november.overlaps(october))
        #expect(october.overlaps(try interval("2026-10-31", "2026-11-02")))
        #expect(october.contains(october))
        #expect(october.contains(try interval("2026-10-05", "2026-11-01")))
        #expect(!october.contains(try interval("2026-10-05", "2026-11-02")))
        #expect(october.description == "2026-10-01/2026-11-01")
    }

    @Test("An interval may be empty but not turned around")
    func edges() throws {
        #expect(try interval("2026-10-01", "2026-10-01").dayCount == 0)
        let (start, end) = (try CivilDate(parsing: "2026-10-02"), try CivilDate(parsing: "2026-10-01"))
        #expect(CivilInterval(start: start, end: end) == nil)
    }

    @Test(
        "A month knows its days and its neighbours",
        arguments: [
            ("2026-10", "2026-10-31", "2026-09", 31), ("2026-02", "2026-02-28", "2026-01", 28),
            ("2024-02", "2024-02-29", "2024-01", 29),
            ("2026-01", "2026-01-31", "2025-12", 31), ("2026-12", "2026-12-31", "2026-11", 31),
            ("9999-12", "9999-12-31", "9999-11", 31),
        ]
    )
    func months(text: String, lastDay: String, previous: String, dayCount: Int) throws {
        let month = try #require(Month(text))
        #expect(month.description == text)
        #expect(month.start.description == text + "-01")
        #expect(month.lastDay.description == lastDay)
        #expect(month.previous.description == previous)
        #expect(month.interval.dayCount == dayCount)
        #expect(Month(containing: month.lastDay) == month && Month(containing: month.start) == month)
        #expect(month.previous < month)
    }

    @Test(
        "What is not a month is refused",
        arguments: [
            "", "2026", "2026-1", "2026-13", "2026-00", "2026/10", "26-10", "2026-10-01", "0000-01", "2026-1O",
            "October",
        ]
    )
    func notAMonth(text: String) {
        #expect(Month(text) == nil)
    }
}
