import Reconciliation
import Records
import TestSupport
import Testing

@Suite("Prices as they held from day to day")
struct PriceHistoryTests {
    /// One seat, billed 10 EUR for the cycle from 5 October, whose subscription costs 12 EUR by now.
    private static let dearer = Books().charge().entitlement { $0.price = "12" }

    private static func codes(_ books: Books) throws -> [String] {
        try books.reconciled().outcomes.map { outcome in
            "\(outcome.code.rawValue) \(outcome.flags.names.joined(separator: " "))"
        }
    }

    @Test(
        "The price that counts is the one that held when the cycle began",
        arguments: [
            ("it was 10 then", [("10", "2026-01-01"), ("12", "2026-11-01")], "M0 "),
            ("in any order", [("12", "2026-11-01"), ("10", "2026-01-01")], "M0 "),
            ("from the cycle's first day on", [("9", "2026-01-01"), ("10", "2026-10-05")], "M0 "),
            ("from the day after", [("9", "2026-01-01"), ("10", "2026-10-06")], "V3 "),
            ("it was 12 then", [("12", "2026-01-01"), ("10", "2026-10-06")], "V4 "),
            ("it was not listed then", [("10", "2026-10-06")], "V4 price-not-listed"),
            ("it was free then", [("0", "2026-01-01")], "V3 "),
        ])
    func steps(_ name: String, _ prices: [(String, String)], _ expected: String) throws {
        let books = prices.reduce(Self.dearer) { books, step in
            books.price { ($0.price, $0.start) = (step.0, step.1) }
        }
        #expect(try Self.codes(books) == [expected], "\(name)")
    }

    @Test("A price is of a SKU, a customer, a currency, a cycle and a term, as far as the list says them")
    func subjects() throws {
        let usual = try Self.codes(Self.dearer.price())
        #expect(usual == ["M0 "])
        let changes: [@Sendable (inout Books.PriceDraft) -> Void] = [
            { $0.sku = "K2" }, { $0.customer = "C2" }, { $0.currency = "USD" }, { $0.cycle = "annual" },
            { $0.term = "P3Y" },
        ]
        for change in changes {
            let codes = try Self.codes(Self.dearer.price(change))
            #expect(codes == ["V4 price-not-listed"])
        }
        let named = Self.dearer.with { $0.entitlements[0].term = "P1Y" }.price {
            ($0.customer, $0.cycle, $0.term) = ("C1", "monthly", "P1Y")
        }
        let codes = try Self.codes(named)
        #expect(codes == ["M0 "])
    }

    @Test("What was not billed is due at the listed price, and what is not listed says so")
    func unbilled() throws {
        let books = Books().entitlement { $0.price = "12" }.price()
        let outcome = try #require(try books.reconciled().outcomes.first)
        #expect(outcome.code == .notBilled && outcome.expected?.amount.description == "10")
        #expect(outcome.unitPrice?.description == "10" && outcome.flags.isEmpty)
        let other = try #require(try Books().entitlement().price { $0.sku = "K2" }.reconciled().outcomes.first)
        #expect(other.flags == .priceNotListed)
    }

    @Test("That the history of prices was not tested is said only where there is no list")
    func untested() throws {
        let (without, with) = (try Self.dearer.reconciled(), try Self.dearer.price().reconciled())
        #expect(without.untested.contains(.priceHistory))
        #expect(!with.untested.contains(.priceHistory))
        #expect(with.identities.filter { !$0.holds } == [])
    }

    @Test("A price of the whole term is shared among its cycles")
    func termPrices() throws {
        let books = Books().charge().entitlement { ($0.price, $0.term) = ("999", "P1Y") }.price { $0.price = "120" }
            .with { $0.refine = { $0.priceScope = .term } }
        #expect(try Self.codes(books) == ["M0 "])
    }

    @Test("Two prices for the same from the same day on are a conflict; one that stands there twice is none")
    func conflict() throws {
        #expect(try Self.codes(Self.dearer.price().price()) == ["M0 "])
        let conflict = #expect(throws: PriceHistory.Conflict.self) {
            try Self.dearer.price { $0.price = "11" }.price().reconciled()
        }
        #expect(
            conflict?.description
                == "the list has two prices of K1 from 2026-01-01 on, 10 and 11 EUR; keep one of them")
    }

    @Test("In parts, prices are the same", arguments: UInt64(1)...40)
    func parts(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        var books = Books.random(using: &generator)
        for sku in Set(books.entitlements.map(\.sku)).sorted() where !sku.isEmpty && Bool.random(using: &generator) {
            for start in ["2026-01-01", "2026-10-01", "2026-10-15"] {
                let price = String(Int.random(in: 5...15, using: &generator))
                books = books.price { ($0.sku, $0.price, $0.start) = (sku, price, start) }
            }
        }
        guard let parted = try books.reconciled(inParts: 3) else { return }
        let whole = try books.reconciled()
        #expect(parted.lines == whole.lines)
        #expect(parted.contents == whole.contents)
    }
}
