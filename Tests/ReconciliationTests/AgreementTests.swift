import Reconciliation
import Records
import Testing

@Suite("What is held against what was agreed to")
struct AgreementTests {
    /// Seats in words: customer, SKU, seats, price in EUR, status.
    struct Seats: Sendable {
        var customer = "C1"
        var sku = "K1"
        var seats = "5"
        var price = "12"
        var status = "active"
    }

    @Test("Counts", arguments: Self.counts)
    func count(_ name: String, _ held: [Seats], _ agreed: [Seats], _ lines: [String]) throws {
        let result = try Self.check(held, agreed)
        #expect(result.lines == lines, "\(name)")
        #expect(result.identities.filter { !$0.holds } == [], "\(name)")
    }

    static let counts: [(String, [Seats], [Seats], [String])] = [
        ("as agreed", [Seats()], [Seats()], ["M0: 5 for 60 EUR (1) | 5 for 60 EUR (1)"]),
        (
            "two subscriptions under one agreement", [Seats(), Seats(seats: "3", price: "11")], [Seats(seats: "8")],
            ["M0: 8 for 96 EUR (1,2) | 8 for 96 EUR (1)"]
        ),
        (
            "more than was agreed to: nobody pays for two", [Seats(seats: "7")], [Seats()],
            ["V1: 7 for 84 EUR (1) | 5 for 60 EUR (1)"]
        ),
        ("fewer", [Seats(seats: "4")], [Seats()], ["V2: 4 for 48 EUR (1) | 5 for 60 EUR (1)"]),
        ("in no agreement, at what it costs", [Seats(price: "9")], [], ["B1: 5 for 45 EUR (1) | -"]),
        ("agreed to, and not held", [], [Seats()], ["S1: - | 5 for 60 EUR (1)"]),
        (
            "ended and still agreed to", [Seats(status: "cancelled")], [Seats()],
            ["V2: 0 for 0 EUR (1) | 5 for 60 EUR (1)"]
        ),
        ("ended, and in no agreement", [Seats(status: "deleted")], [], ["S2: 0 for 0 EUR (1) | -"]),
        (
            "suspended: a person must look", [Seats(status: "suspended")], [Seats()],
            ["S4: 5 for 60 EUR (1) | 5 for 60 EUR (1)"]
        ),
        (
            "two prices value nothing, and the count stands", [Seats(seats: "3")],
            [Seats(seats: "1"), Seats(seats: "1", price: "13")], ["V1: 3 for 0 XXX (1) | 2 for 0 XXX (1,2)"]
        ),
        (
            "a customer by the name that the agreement has", [Seats()], [Seats(customer: "Acme")],
            ["M0: 5 for 60 EUR (1) | 5 for 60 EUR (1)"]
        ),
        (
            "a customer that the alias file does not know", [], [Seats(customer: "Nobody")],
            ["B11: - | 5 for 60 EUR (1)"]
        ),
    ]

    @Test("A tolerance of seats")
    func tolerance() throws {
        let one = try #require(try Self.check([Seats(seats: "6")], [Seats()], tolerance: "1").outcomes.first)
        let posting = try #require(try one.posting)
        #expect(one.code == .tolerated && posting.amount.description == "12")
        let two = try Self.check([Seats(seats: "7")], [Seats()], tolerance: "1").outcomes
        #expect(two.map(\.code) == [.quantityOver])
    }

    private static func check(
        _ held: [Seats], _ agreed: [Seats], tolerance: String? = nil
    ) throws -> Reconciliation {
        var plan = AgreementPlan(
            keys: [.customer, .sku], quantity: try ReconciliationTests.tolerance(absolute: tolerance))
        plan.aliasedKeys = [.customer]
        var check = AgreementCheck(plan: plan)
        for id in ["Acme", "C1"] {
            try check.add(alias: check.keys.id(of: id), standsFor: check.keys.id(of: "C1"), for: .customer)
        }
        for (row, seats) in held.enumerated() { check.add(held: try item(seats, row, &check.keys)) }
        for (row, seats) in agreed.enumerated() { check.add(agreed: try item(seats, row, &check.keys)) }
        return try check.finish()
    }

    private static func item(_ seats: Seats, _ row: Int, _ table: inout KeyTable) throws -> AgreementItem {
        var keys = MatchKeys()
        (keys.customer, keys.sku) = (table.id(of: seats.customer), table.id(of: seats.sku))
        let price = AgreementItem.Price(
            amount: try ExactDecimal(parsing: seats.price), currency: try currency(code: "EUR"))
        var item = AgreementItem(
            keys: keys, quantity: try ExactDecimal(parsing: seats.seats), price: price,
            origin: RowOrigin(file: 0, row: UInt32(row + 1)))
        item.state = EntitlementState(status: seats.status)
        return item
    }
}
