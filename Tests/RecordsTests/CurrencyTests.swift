import Records
import Testing

@Suite("Currencies")
struct CurrencyTests {
    @Test("A code comes back as it was", arguments: ["EUR", "SEK", "AAA", "ZZZ"])
    func roundTrip(code: String) throws {
        #expect(try #require(Currency(code)).description == code)
    }

    @Test(
        "Only three capital letters are a code",
        arguments: ["", "EU", "EURO", "eur", "EuR", "E R", "12A", "€", "ÉUR", "EUR "]
    )
    func refused(code: String) {
        #expect(Currency(code) == nil)
    }

    @Test("Codes sort by the alphabet")
    func order() {
        let codes = ["USD", "EUR", "SEK", "ZAR", "AUD", "SEB"].compactMap { Currency($0) }
        #expect(codes.sorted().map(\.description) == ["AUD", "EUR", "SEB", "SEK", "USD", "ZAR"])
    }

    @Test(
        "The minor unit has the digits of ISO 4217",
        arguments: [
            ("EUR", 2), ("SEK", 2), ("JPY", 0), ("KRW", 0), ("ISK", 0), ("KWD", 3), ("TND", 3), ("CLF", 4), ("HUF", 2),
        ]
    )
    func minorUnits(code: String, digits: Int) throws {
        #expect(try #require(Currency(code)).minorUnitDigits == digits)
    }
}
