import Records
import TestSupport
import Testing

@testable import Formats

@Suite("Dates in the month of the one before")
struct RecentMonthTests {
    @Test("Every day is read as it is alone, whatever was read before")
    func everyDay() throws {
        var month = RecentMonth()
        var generator = SplitMix64(seed: 7)
        for day in Int32(18_000)...23_000 {
            let near = CivilDate(daysSinceEpoch: day)
            let far = CivilDate(daysSinceEpoch: Int32.random(in: -700_000...2_900_000, using: &generator))
            for date in [near, near, generator.next() % 8 == 0 ? far : near] {
                let text = Array(date.description.utf8)
                #expect(try month.date(text.span) == date)
            }
        }
    }

    @Test(
        "What is no day of the month is refused as it is alone",
        arguments: [
            "2026-02-29", "2026-02-00", "2026-02-3a", "2026-02-/1", "2026-02-:0", "2026-02-1", "", "2026-02-101",
            "2026-02-1T", "2026-2-011", "0000-00-01",
        ])
    func refused(text: String) throws {
        var month = RecentMonth()
        let (before, bytes) = (Array("2026-02-28".utf8), Array(text.utf8))
        _ = try month.date(before.span)
        let fault = try #require(throws: CivilDate.ParsingFault.self) { try CivilDate(parsing: text) }
        #expect(throws: fault) { try month.date(bytes.span) }
    }

    @Test("An instant after a date of the same month moves over its end")
    func instant() throws {
        var month = RecentMonth()
        let (before, bytes) = (Array("2026-02-28".utf8), Array("2026-02-28T23:30:00-01:00".utf8))
        _ = try month.date(before.span)
        #expect(try month.date(bytes.span) == CivilDate(year: 2026, month: 3, day: 1))
    }
}
