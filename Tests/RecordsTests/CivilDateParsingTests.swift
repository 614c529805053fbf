import Records
import TestSupport
import Testing

@Suite("Reading civil dates")
struct CivilDateParsingTests {
    @Test(
        "An instant gives its date in UTC",
        arguments: [
            ("2026-10-31", "2026-10-31"), ("2026-10-31T16:29:10.491Z", "2026-10-31"),
            ("2026-10-31T00:00:00Z", "2026-10-31"),
            ("2026-10-31T23:59:59", "2026-10-31"), ("2026-10-31 23:59:59", "2026-10-31"),
            ("2026-10-31t16:29:10z", "2026-10-31"),
            ("2026-10-31T23:59:60Z", "2026-10-31"), ("2026-10-31T00:30:00+02:00", "2026-10-30"),
            ("2026-10-31T02:00:00+02:00", "2026-10-31"), ("2026-10-31T01:59:59+02:00", "2026-10-30"),
            ("2026-10-31T23:30:00-05:00", "2026-11-01"), ("2026-10-31T18:59:59-05:00", "2026-10-31"),
            ("2026-10-31T19:00:00-05:00", "2026-11-01"), ("2026-10-31T12:00:00.5-00:00", "2026-10-31"),
            ("2026-01-01T00:00:00+00:01", "2025-12-31"), ("2024-02-28T23:00:00-01:00", "2024-02-29"),
            ("2026-10-31T23:59:59.999999999-23:59", "2026-11-01"), ("2026-10-31T00:00:00+23:59", "2026-10-30"),
        ]
    )
    func instant(text: String, expected: String) throws {
        #expect(try CivilDate(parsing: text).description == expected)
    }

    @Test(
        "What is neither a date nor an instant is refused",
        arguments: [
            "10/11/2026", "31.10.2026", "2026/10/31", "20261031", "2026-10", "2026-1-1", "2026-10-3", " 2026-10-31",
            "2026-10-31 ",
            "2026-10-31T", "2026-10-31T16", "2026-10-31T16:29", "2026-10-31T16:29:1", "2026-10-31T16:29:10.",
            "2026-10-31T16:29:10.Z",
            "2026-10-31T16:29:10X", "2026-10-31T16:29:10ZZ", "2026-10-31T16:29:10+0200", "2026-10-31T16:29:10+02",
            "2026-10-31T16:29:10+02:0", "2026-10-31T16:29:10+02:00Z", "2026-10-31T16:29:10+2:00:",
            "2026-10-31X16:29:10Z",
            "2026-10-31T16.29.10Z", "2026-10-31T1a:29:10Z", "2O26-10-31", "٢٠٢٦-١٠-٣١", "-026-10-31", "+2026-10-31",
            "31 Oct 2026",
            "2026-10-311", "2026-10-31\n", "46326", "0", "2026-10-31T16:29:10 Z", "2026-10-31T16:29:10.123 +02:00",
        ]
    )
    func junk(text: String) {
        #expect(throws: CivilDate.ParsingFault.notADate) { try CivilDate(parsing: text) }
    }

    @Test(
        "A day or time that the calendar lacks is refused",
        arguments: [
            "2025-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "2026-10-00", "2026-10-32", "0000-01-01",
            "2026-10-31T24:00:00Z", "2026-10-31T23:60:00Z", "2026-10-31T23:59:61Z", "2026-10-31T10:00:00+24:00",
            "2026-10-31T10:00:00+10:60", "2025-02-29T10:00:00Z", "0001-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01",
        ]
    )
    func noSuchDay(text: String) {
        #expect(throws: CivilDate.ParsingFault.noSuchDay) { try CivilDate(parsing: text) }
    }

    @Test("No text is a fault of its own")
    func empty() {
        #expect(throws: CivilDate.ParsingFault.empty) { try CivilDate(parsing: "") }
    }

    @Test("Random bytes are read or refused, and never trap", arguments: 0..<20 as Range<UInt64>)
    func randomBytes(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let pattern = Array("2026-10-31T16:29:10.49+02:00".utf8)
        for _ in 0..<200 {
            var bytes = Array(pattern.prefix(Int.random(in: 0...pattern.count, using: &generator)))
            for _ in 0..<2 where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] = generator.bytes(count: 1, from: "0159:-+.TZ ")[0]
            }
            if let date = try? CivilDate(parsing: bytes.span) {
                #expect((1...9999).contains(date.parts.year))
            }
        }
    }
}
