import Reconciliation
import Records
import Testing

@Suite("What is compared")
struct AmountTests {
    @Test("Quantity, price and rounding", arguments: Self.variances)
    func variance(_ books: BooksCase) throws { try books.check() }

    @Test("Credits and pairs that net", arguments: Self.credits)
    func credit(_ books: BooksCase) throws { try books.check() }

    @Test("Currencies", arguments: Self.currencies)
    func currency(_ books: BooksCase) throws { try books.check() }

    @Test("Classes of charges", arguments: Self.classes)
    func chargeClass(_ books: BooksCase) throws { try books.check() }

    @Test(
        "A tolerance passes what every bound allows",
        arguments: [
            ("10.02", "0.02", nil, "M4"), ("10.03", "0.02", nil, "V3"), ("9.98", "0.02", nil, "M4"),
            ("9.97", "0.02", nil, "V4"),
            ("10.10", nil, "1", "M4"), ("10.11", nil, "1", "V3"), ("9.90", nil, "1", "M4"), ("9.89", nil, "1", "V4"),
            // Both bounds: the smaller decides, whichever it is.
            ("10.10", "5", "1", "M4"), ("10.11", "5", "1", "V3"), ("10.05", "0.05", "10", "M4"),
            ("10.06", "0.05", "10", "V3"),
            ("10.02", nil, nil, "V3"), ("10.02", "0", nil, "V3"), ("10.02", nil, "0", "V3"),
            // Within a minor unit a row it is rounding, whatever the tolerance is.
            ("10.01", "0", nil, "M1"), ("9.99", nil, nil, "M1"), ("10.000000000000000001", nil, nil, "M1"),
            ("10.010000000000000001", nil, nil, "V3"),
        ]
    )
    func amountTolerance(_ billed: String, _ absolute: String?, _ percent: String?, _ code: String) throws {
        let bounds = try tolerance(absolute: absolute, percent: percent)
        let books = Books().charge { $0.amount = billed }.entitlement().with { $0.amount = bounds }
        #expect(try books.reconciled().outcomes.map(\.code.rawValue) == [code])
    }

    @Test("A tolerance of seats does not loosen the amount")
    func quantityTolerance() throws {
        let one = try tolerance(absolute: "1")
        let books = Books().charge { ($0.seats, $0.amount) = ("11", "110") }.entitlement { $0.seats = "10" }
            .with { $0.quantity = one }
        #expect(try books.outcomes() == ["V3 level 1: 11 for 110 EUR (1) | 10 for 100 EUR (1)"])
        let two = books.with { $0.charges[0].seats = "12" }
        #expect(try two.outcomes() == ["V11 level 1: 12 for 110 EUR (1) | 10 for 100 EUR (1)"])
    }

    @Test(
        "Sums that do not fit are thrown, not wrapped",
        arguments: [
            Books().charge { $0.amount = "170141183460469231731" }.charge { ($0.amount, $0.sku) = ("1", "K2") },
            Books().charge { $0.type = "tax" }.charge { ($0.type, $0.seats) = ("tax", "170141183460469231731") },
            Books().entitlement { ($0.seats, $0.price) = ("20000000000", "20000000000") },
            Books().entitlement { $0.price = "170141183460469231731" }.entitlement { $0.subscription = "S2" },
            Books().charge { $0.seats = "170141183460469231731" }.charge { $0.reference = "A" }.entitlement(),
            // The one number that has no counterpart.
            Books().charge { ($0.amount, $0.reference) = ("-170141183460469231731.687303715884105728", "A") }
                .charge { ($0.amount, $0.reference) = ("1", "A") }.entitlement(),
        ]
    )
    func overflow(_ books: Books) {
        #expect(throws: ExactDecimal.Overflow.self) { try books.reconciled() }
    }

    static let variances = [
        BooksCase(
            "more seats at the price",
            Books().charge { ($0.seats, $0.amount) = ("3", "30") }.entitlement { $0.seats = "2" },
            gives: "V1 level 1: 3 for 30 EUR (1) | 2 for 20 EUR (1)"
        ),
        BooksCase(
            "fewer seats at the price",
            Books().charge().entitlement { $0.seats = "2" },
            gives: "V2 level 1: 1 for 10 EUR (1) | 2 for 20 EUR (1)"
        ),
        BooksCase(
            "a higher price",
            Books().charge { $0.amount = "10.02" }.entitlement(),
            gives: "V3 level 1: 1 for 10.02 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a lower price",
            Books().charge { $0.amount = "9.98" }.entitlement(),
            gives: "V4 level 1: 1 for 9.98 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "seats and price",
            Books().charge { ($0.seats, $0.amount) = ("3", "33") }.entitlement { $0.seats = "2" },
            gives: "V11 level 1: 3 for 33 EUR (1) | 2 for 20 EUR (1)"
        ),
        BooksCase(
            "more seats and a lower price that come to the same amount",
            Books().charge { ($0.seats, $0.amount) = ("2", "10") }.entitlement(),
            gives: "V11 level 1: 2 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a half rounds up at the cent",
            Books().charge { $0.amount = "10.13" }.entitlement { $0.price = "10.125" },
            gives: "M1 level 1: 1 for 10.13 EUR (1) | 1 for 10.125 EUR (1)"
        ),
        BooksCase(
            "a half that was cut",
            Books().charge { $0.amount = "10.12" }.entitlement { $0.price = "10.125" },
            gives: "M1 level 1: 1 for 10.12 EUR (1) | 1 for 10.125 EUR (1)"
        ),
        BooksCase(
            "less than a half rounds down",
            Books().charge { $0.amount = "10.12" }.entitlement { $0.price = "10.124999999999999999" },
            gives: "M1 level 1: 1 for 10.12 EUR (1) | 1 for 10.124999999999999999 EUR (1)"
        ),
        BooksCase(
            "the yen has no minor unit",
            Books().charge { ($0.amount, $0.currency) = ("11", "JPY") }
                .entitlement { ($0.price, $0.currency) = ("10.5", "JPY") },
            gives: "M1 level 1: 1 for 11 JPY (1) | 1 for 10.5 JPY (1)"
        ),
        BooksCase(
            "two yen are more than a minor unit",
            Books().charge { ($0.amount, $0.currency) = ("12.51", "JPY") }
                .entitlement { ($0.price, $0.currency) = ("10.505", "JPY") },
            gives: "V3 level 1: 1 for 12.51 JPY (1) | 1 for 10.505 JPY (1)"
        ),
        BooksCase(
            "the dinar has three digits",
            Books().charge { ($0.amount, $0.currency) = ("10.001", "KWD") }
                .entitlement { ($0.price, $0.currency) = ("10.0005", "KWD") },
            gives: "M1 level 1: 1 for 10.001 KWD (1) | 1 for 10.0005 KWD (1)"
        ),
        BooksCase(
            "seats at a price that rounds are still a matter of seats",
            Books().charge { ($0.seats, $0.amount) = ("3", "30.38") }
                .entitlement { ($0.seats, $0.price) = ("2", "10.125") },
            gives: "V1 level 1: 3 for 30.38 EUR (1) | 2 for 20.25 EUR (1)"
        ),
    ]

    static let credits = [
        BooksCase(
            "a credit that refers to nothing stands for itself, beside a clean charge",
            Books().charge { $0.reference = "A" }
                .charge { ($0.type, $0.amount, $0.reference) = ("customerCredit", "-4", "B") }.entitlement(),
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)",
            "B6: -1 for -4 EUR (2) | -"
        ),
        BooksCase(
            "a credit without a reference refers to nothing, not to a charge without one",
            Books().charge().charge { ($0.type, $0.amount) = ("customerCredit", "-4") }.entitlement(),
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)",
            "B6: -1 for -4 EUR (2) | -"
        ),
        BooksCase(
            "a credit does not hide that nothing was billed",
            Books().charge { ($0.type, $0.amount) = ("customerCredit", "-4") }.entitlement(),
            gives: "B6: -1 for -4 EUR (1) | -",
            "S1: - | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a linked credit is held against the entitlement",
            Books().charge { $0.reference = "A" }
                .charge { ($0.type, $0.amount, $0.reference) = ("customerCredit", "-4", "A") }.entitlement(),
            gives: "V11 level 1: 0 for 6 EUR (1,2) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a credit without any subscription",
            Books().charge { $0.amount = "-10" },
            gives: "B6: -1 for -10 EUR (1) | -"
        ),
        BooksCase(
            "seats added and taken back leave what there was",
            Books().charge().charge { ($0.type, $0.seats, $0.amount, $0.reference) = ("addQuantity", "2", "20", "A") }
                .charge { ($0.type, $0.seats, $0.amount, $0.reference) = ("removeQuantity", "2", "-20", "A") }
                .entitlement(),
            gives: "M3 level 1: 1 for 10 EUR (1,2,3) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "what is taken back may be written with negative seats",
            Books().charge().charge { ($0.type, $0.seats, $0.amount, $0.reference) = ("addQuantity", "2", "20", "A") }
                .charge { ($0.type, $0.seats, $0.amount, $0.reference) = ("removeQuantity", "-2", "-20", "A") }
                .entitlement(),
            gives: "M3 level 1: 1 for 10 EUR (1,2,3) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a pair that nets to nought where something is due is not netted",
            Books().charge { $0.reference = "A" }.charge { ($0.amount, $0.reference) = ("-10", "A") }.entitlement(),
            gives: "V2 level 1: 0 for 0 EUR (1,2) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a pair that nets to nought where nothing is due is",
            Books().charge { $0.reference = "A" }.charge { ($0.amount, $0.reference) = ("-10", "A") }
                .entitlement { $0.isTrial = true },
            gives: "M3 level 1: 0 for 0 EUR (1,2) | 1 for 0 EUR (1)"
        ),
    ]

    static let currencies = [
        BooksCase(
            "another currency than the subscription's is not compared",
            Books().charge { $0.currency = "USD" }.entitlement(),
            gives: "V8 level 1: 1 for 10 USD (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "two currencies on one subscription stand apart",
            Books().charge().charge { $0.currency = "USD" }.entitlement(),
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)",
            "V8 level 1: 1 for 10 USD (2) | -"
        ),
        BooksCase(
            "two foreign currencies: the entitlement is counted once",
            Books().charge { $0.currency = "USD" }.charge { $0.currency = "SEK" }.entitlement(),
            gives: "V8 level 1: 1 for 10 SEK (2) | 1 for 10 EUR (1)",
            "V8 level 1: 1 for 10 USD (1) | -"
        ),
        BooksCase(
            "the same entitlement in two currencies is two that fit",
            Books().charge().entitlement().entitlement { $0.currency = "USD" },
            gives: "B10 level 1: - | 1 for 10 USD (2)",
            "B10 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
    ]

    static let classes = [
        BooksCase(
            "types are known whatever their case",
            Books().charge { $0.type = "USAGE" }.charge { $0.type = "Tax" }.charge { $0.type = "oneTIME" },
            gives: "B8: 1 for 10 EUR (1) | -",
            "B8: 1 for 10 EUR (3) | -",
            "B9: 1 for 10 EUR (2) | -"
        ),
        BooksCase(
            "usage of one subscription is accounted for in one piece, however many rows",
            Books().charge { ($0.type, $0.amount) = ("usage", "0.5") }
                .charge { ($0.type, $0.amount, $0.days) = ("usage", "0.25", "") }
                .charge { ($0.type, $0.amount, $0.currency) = ("usage", "1", "USD") },
            gives: "B8: 2 for 0.75 EUR (1,2) | -",
            "B8: 1 for 1 USD (3) | -"
        ),
        BooksCase(
            "a type that nobody lists is a break, with its amount",
            Books().charge { ($0.type, $0.amount) = ("rebate", "3") },
            gives: "X2: 1 for 3 EUR (1) | -"
        ),
        BooksCase(
            "a type of the pipeline's own",
            Books().charge { $0.type = "Rebate" }.with { $0.types = ["REBATE": .oneTime] },
            gives: "B8: 1 for 10 EUR (1) | -"
        ),
        BooksCase(
            "the pipeline's word goes before the table's",
            Books().charge { $0.type = "renew" }.with { $0.types = ["renew": .tax] },
            gives: "B9: 1 for 10 EUR (1) | -"
        ),
        BooksCase(
            "without a type a row is a subscription charge",
            Books().charge { $0.type = "" }.entitlement(),
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "usage never stands for what is due",
            Books().charge { $0.type = "usage" }.entitlement(),
            gives: "B8: 1 for 10 EUR (1) | -",
            "S1: - | 1 for 10 EUR (1)"
        ),
    ]
}
