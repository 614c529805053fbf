import Records
import Testing

@testable import Reconciliation

@Suite("What explains an amount, and what a difference is made of")
struct ExplainingTests {
    @Test("Changes within a cycle", arguments: Self.changes)
    func change(_ books: BooksCase) throws { try books.check() }

    @Test("Rows of other periods", arguments: Self.otherPeriods)
    func otherPeriod(_ books: BooksCase) throws { try books.check() }

    @Test("Terms, dates, aliases", arguments: Self.terms)
    func term(_ books: BooksCase) throws { try books.check() }

    @Test("Exchange", arguments: Self.exchanges)
    func exchange(_ books: BooksCase) throws { try books.check() }

    @Test("Tolerances by code, by class, and in all", arguments: Self.tolerances)
    func tolerance(_ books: BooksCase) throws { try books.check() }

    /// Seats taken back or charged anew on the 20th, for the 16 days of 31 that are left.
    private static func seatChange(_ seats: String, _ amount: String, _ reference: String = "C") -> (
        inout Books.ChargeDraft
    ) -> Void {
        {
            ($0.type, $0.seats, $0.amount, $0.reference) = ("addQuantity", seats, amount, reference)
            $0.days = "2026-10-20/2026-11-05"
        }
    }

    static let changes: [BooksCase] = [
        BooksCase(
            "ten seats, then twelve",
            Books().charge { ($0.seats, $0.amount) = ("10", "100") }.charge(seatChange("10", "-51.61"))
                .charge(seatChange("12", "61.93")).entitlement { $0.seats = "12" },
            gives: "M2 level 1: 12 for 110.32 EUR (1,2,3) | 12 for 120 EUR (1)"
        ),
        BooksCase(
            "the order of the rows does not count",
            Books().charge(seatChange("12", "61.93")).charge(seatChange("10", "-51.61"))
                .charge { ($0.seats, $0.amount) = ("10", "100") }.entitlement { $0.seats = "12" },
            gives: "M2 level 1: 12 for 110.32 EUR (1,2,3) | 12 for 120 EUR (1)"
        ),
        BooksCase(
            "new seats alone, without the old ones taken back",
            Books().charge { ($0.seats, $0.amount) = ("10", "100") }.charge(seatChange("12", "61.93"))
                .entitlement { $0.seats = "12" },
            gives: "V1 level 1: 22 for 161.93 EUR (1,2) | 12 for 120 EUR (1)"
        ),
        BooksCase(
            "more taken back than there was",
            Books().charge { ($0.seats, $0.amount) = ("10", "100") }.charge(seatChange("15", "-77.41"))
                .charge {
                    seatChange("5", "17.74")(&$0); $0.days = "2026-10-25/2026-11-05"
                }
                .entitlement { $0.seats = "0" },
            gives: "V6 level 1: 0 for 40.33 EUR (1,2,3) | 0 for 0 EUR (1)"
        ),
        BooksCase(
            "a change of a cycle that began before, beside this one's charge",
            Books().charge { ($0.seats, $0.amount) = ("12", "120") }
                .charge {
                    seatChange("10", "-13.33")(&$0); $0.days = "2026-10-01/2026-10-05"
                }
                .charge {
                    seatChange("12", "15.99")(&$0); $0.days = "2026-10-01/2026-10-05"
                }
                .entitlement { $0.seats = "12" },
            gives: "M2 level 1: 14 for 122.66 EUR (1,2,3) | 12 for 120 EUR (1)"
        ),
        BooksCase(
            "the same without what it takes back",
            Books().charge { ($0.seats, $0.amount) = ("12", "120") }
                .charge {
                    seatChange("12", "15.99")(&$0); $0.days = "2026-10-01/2026-10-05"
                }
                .entitlement { $0.seats = "12" },
            gives: "V6 level 1: 24 for 135.99 EUR (1,2) | 12 for 120 EUR (1)"
        ),
        BooksCase(
            "a change of a year that is not due, to the seats that there are",
            Books().charge {
                seatChange("10", "-54.79")(&$0); $0.days = "2026-10-19/2027-05-07"
            }
            .charge {
                seatChange("12", "65.75")(&$0); $0.days = "2026-10-19/2027-05-07"
            }
            .entitlement { ($0.seats, $0.cycle, $0.start) = ("12", "annual", "2026-05-07") },
            gives: "M2 level 1: 2 for 10.96 EUR (1,2) | 12 for 0 EUR (1)"
        ),
        BooksCase(
            "the same to other seats",
            Books().charge {
                seatChange("10", "-54.79")(&$0); $0.days = "2026-10-19/2027-05-07"
            }
            .charge {
                seatChange("12", "65.75")(&$0); $0.days = "2026-10-19/2027-05-07"
            }
            .entitlement { ($0.seats, $0.cycle, $0.start) = ("13", "annual", "2026-05-07") },
            gives: "V2 level 1: 2 for 10.96 EUR (1,2) | 13 for 0 EUR (1)"
        ),
        BooksCase(
            "a tolerance of seats lets no money pass in parts of cycles",
            Books().charge { ($0.seats, $0.amount) = ("91", "910") }.charge(seatChange("5", "-25.80"))
                .charge(seatChange("4", "20.64")).entitlement { $0.seats = "100" }
                .with { $0.quantity = Tolerance(percent: ExactDecimal(10)) },
            gives: "V2 level 1: 90 for 904.84 EUR (1,2,3) | 100 for 1000 EUR (1)"
        ),
        BooksCase(
            "changes of a cycle that began before do not make up for one that is due",
            Books().charge {
                seatChange("3", "-12")(&$0); $0.days = "2026-10-08/2026-10-20"
            }
            .charge {
                seatChange("1", "4")(&$0); $0.days = "2026-10-08/2026-10-20"
            }
            .entitlement { $0.start = "2026-09-20" }.with { $0.quantity = Tolerance(absolute: .one) },
            gives: "V2 level 1: -2 for -8 EUR (1,2) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "what comes to nought takes nothing back: the second of two is a repeat",
            Books().charge { ($0.amount, $0.reference) = ("0", "R") }.charge { ($0.amount, $0.reference) = ("0", "R") }
                .entitlement { $0.price = "0" },
            gives: "M0 level 1: 1 for 0 EUR (1) | 1 for 0 EUR (1)", "B4: 1 for 0 EUR (2) | -"
        ),
        BooksCase(
            "a trial explains nothing",
            Books().charge(seatChange("1", "5.16")).entitlement { $0.isTrial = true },
            gives: "V7 level 1: 1 for 5.16 EUR (1) | 1 for 0 EUR (1)"
        ),
        BooksCase(
            "charged, taken back and charged again under one reference is no duplicate",
            Books().charge { ($0.reference, $0.amount) = ("R", "10") }
                .charge { ($0.reference, $0.amount, $0.type) = ("R", "-10", "cancelImmediate") }
                .charge { ($0.reference, $0.amount) = ("R", "10") }.entitlement(),
            gives: "M3 level 1: 1 for 10 EUR (1,2,3) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "charged twice more than it was taken back is one",
            Books().charge { $0.reference = "R" }.charge { ($0.reference, $0.amount) = ("R", "-10") }
                .charge { $0.reference = "R" }.charge { $0.reference = "R" }.entitlement(),
            gives: "M3 level 1: 1 for 10 EUR (1,2,3) | 1 for 10 EUR (1)",
            "B4: 1 for 10 EUR (4) | -"
        ),
    ]

    static let otherPeriods: [BooksCase] = [
        BooksCase(
            "the same charge as before",
            Books().charge { $0.reference = "A" }.charge { $0.reference = "B" }.entitlement { $0.seats = "1" }
                .with { $0.earlier = [.init(reference: "B")] },
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)", "B5: 1 for 10 EUR (2) | -"
        ),
        BooksCase(
            "a correction of what was charged before",
            Books().charge { ($0.days, $0.amount, $0.reference) = ("2026-09-05/2026-10-01", "-2", "A") }
                .with { $0.earlier = [.init(reference: "A")] },
            gives: "B7: -1 for -2 EUR (1) | -"
        ),
        BooksCase(
            "earlier days that nothing was charged for before",
            Books().charge { ($0.days, $0.amount) = ("2026-09-05/2026-10-01", "2") }
                .with { $0.earlier = [.init(subscription: "S9")] },
            gives: "B1: 1 for 2 EUR (1) | -"
        ),
        BooksCase(
            "a correction, without earlier periods",
            Books().charge { ($0.days, $0.type) = ("2026-09-05/2026-10-01", "Correction") },
            gives: "B7: 1 for 10 EUR (1) | -"
        ),
    ]

    static let terms: [BooksCase] = [
        BooksCase(
            "another cycle", Books().charge { $0.cycle = "annual" }.entitlement(),
            gives: "V5 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "another term",
            Books().charge { $0.term = "P1M" }.entitlement { $0.term = "P1Y" },
            gives: "V5 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "one term by two names, and one that only one side has",
            Books().charge { ($0.term, $0.cycle) = ("Annual", "Month") }.entitlement { $0.term = "P1Y" },
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "the price of a year, billed by the month",
            Books().charge { $0.amount = "8.33" }.entitlement { ($0.price, $0.term) = ("100", "P1Y") }
                .with { $0.refine = { $0.priceScope = .term } },
            gives: "M0 level 1: 1 for 8.33 EUR (1) | 1 for 8.33 EUR (1)"
        ),
        BooksCase(
            "the price of a month, billed by the year",
            Books().charge { ($0.amount, $0.days) = ("10", "2026-10-05/2027-10-05") }
                .entitlement { ($0.term, $0.cycle, $0.start) = ("P1M", "annual", "2025-10-05") }
                .with { $0.refine = { $0.priceScope = .term } },
            gives: "V4 level 1: 1 for 10 EUR (1) | 1 for 120 EUR (1)"
        ),
        BooksCase(
            "begun in the last three days and not billed",
            Books().entitlement { $0.start = "2026-10-29" }
                .entitlement { ($0.start, $0.subscription) = ("2026-10-28", "S2") }
                .with { $0.refine = { $0.cutoffDays = 3 } },
            gives: "S1: - | 1 for 10 EUR (2)", "S3: - | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a day before the subscription, where a day does not matter",
            Books().charge { $0.days = "2026-10-04/2026-11-04" }.entitlement { $0.start = "2026-10-05" }
                .with { $0.refine = { $0.comparison.days = 1 } },
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a customer by another name, and one that the alias file does not know",
            Books().charge { ($0.subscription, $0.customer) = ("", "Acme") }
                .charge { ($0.subscription, $0.customer) = ("", "Nobody") }.entitlement()
                .with { $0.aliases = [(.customer, "Acme", "C1")] },
            gives: "M0 level 3: 1 for 10 EUR (1) | 1 for 10 EUR (1)", "B11: 1 for 10 EUR (2) | -"
        ),
    ]

    private static func stated(_ rate: String) -> @Sendable (inout MatchPlan) throws -> Void {
        { $0.rates[from: try currency(code: "EUR"), to: try currency(code: "USD")] = try ExactDecimal(parsing: rate) }
    }

    static let exchanges: [BooksCase] = [
        BooksCase(
            "a stated rate",
            Books().charge { ($0.amount, $0.currency) = ("10.84", "USD") }.entitlement()
                .with { $0.refine = stated("1.0837") },
            gives: "M1 level 1: 1 for 10.84 USD (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "the rate of the row",
            Books().charge { ($0.amount, $0.currency, $0.rate) = ("10.8", "USD", "1.08") }.entitlement(),
            gives: "M0 level 1: 1 for 10.8 USD (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "another rate than the stated one",
            Books().charge { ($0.amount, $0.currency) = ("11.20", "USD") }.entitlement()
                .with { $0.refine = stated("1.08") },
            gives: "V9 level 1: 1 for 11.2 USD (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "the right rate and another price",
            Books().charge {
                ($0.amount, $0.currency, $0.contractAmount) = ("11.88", "USD", "11")
            }.entitlement().with { $0.refine = stated("1.08") },
            gives: "V3 level 1: 1 for 11.88 USD (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "another rate and another price",
            Books().charge {
                ($0.amount, $0.currency, $0.contractAmount) = ("12.50", "USD", "11")
            }.entitlement().with { $0.refine = stated("1.08") },
            gives: "V11 level 1: 1 for 12.5 USD (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a rate of nought, at which nothing would be right",
            Books().charge { ($0.amount, $0.currency, $0.rate) = ("0", "USD", "0") }.entitlement(),
            gives: "V8 level 1: 1 for 0 USD (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "rows that say two rates",
            Books().charge { ($0.amount, $0.currency, $0.rate) = ("10.8", "USD", "1.08") }
                .charge { ($0.seats, $0.amount, $0.currency, $0.rate) = ("2", "21.8", "USD", "1.09") }.entitlement(),
            gives: "V8 level 1: 3 for 32.6 USD (1,2) | 1 for 10 EUR (1)"
        ),
    ]

    static let tolerances: [BooksCase] = [
        BooksCase(
            "a code's tolerance goes before the general one",
            Books().charge { $0.amount = "10.50" }.entitlement()
                .with {
                    $0.refine = {
                        $0.comparison.codes[.priceOver] = Tolerance(absolute: try ExactDecimal(parsing: "0.5"))
                    }
                },
            gives: "M4 level 1: 1 for 10.5 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "and may be the stricter one",
            Books().charge { $0.amount = "10.50" }.entitlement()
                .with {
                    $0.amount = Tolerance(absolute: ExactDecimal(1))
                    $0.refine = { $0.comparison.codes[.priceOver] = Tolerance(absolute: .zero) }
                },
            gives: "V3 level 1: 1 for 10.5 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a class's tolerance is for rows of that class only",
            Books().charge { ($0.amount, $0.type) = ("10.50", "customerCredit") }.entitlement()
                .charge { ($0.amount, $0.subscription) = ("10.50", "S2") }.entitlement { $0.subscription = "S2" }
                .with { $0.refine = { $0.comparison.classes[.credit] = Tolerance(absolute: ExactDecimal(1)) } },
            gives: "M4 level 1: 1 for 10.5 EUR (1) | 1 for 10 EUR (1)",
            "V3 level 1: 1 for 10.5 EUR (2) | 1 for 10 EUR (2)"
        ),
        BooksCase(
            "together within what may pass in all",
            twoOver.with { $0.amount = Tolerance(absolute: .one, maximumTotal: .one) },
            gives: "M4 level 1: 1 for 10.5 EUR (1) | 1 for 10 EUR (1)",
            "M4 level 1: 1 for 9.5 EUR (2) | 1 for 10 EUR (2)"
        ),
        BooksCase(
            "together beyond it: none passes",
            twoOver.with {
                $0.refine = {
                    $0.comparison.amount = Tolerance(absolute: .one, maximumTotal: try ExactDecimal(parsing: "0.99"))
                }
            },
            gives: "V3 level 1: 1 for 10.5 EUR (1) | 1 for 10 EUR (1)",
            "V4 level 1: 1 for 9.5 EUR (2) | 1 for 10 EUR (2)"
        ),
    ]

    private static let twoOver = Books().charge { $0.amount = "10.50" }.entitlement()
        .charge { ($0.amount, $0.subscription) = ("9.50", "S2") }.entitlement { $0.subscription = "S2" }

    @Test(
        "Parts of a difference, which sum to it",
        arguments: [
            ("3", "30", "2026-10-05/2026-11-05", ["10", "0", "0", "0", "0"]),
            ("2", "25.005", "2026-10-05/2026-11-05", ["0", "5.01", "0", "0", "-0.005"]),
            ("3", "36", "2026-10-05/2026-11-05", ["10", "6", "0", "0", "0"]),
            ("2", "18", "2026-10-20/2026-11-05", ["0", "0", "-9.68", "0", "7.68"]),
            ("3", "12", "2026-10-20/2026-11-05", ["10", "0", "-14.52", "0", "-3.48"]),
            ("2", "20", "2026-09-05/2026-10-05", ["0", "0", "0", "0", "0"]),
        ]
    )
    func parts(_ seats: String, _ amount: String, _ days: String, _ parts: [String]) throws {
        let books = Books().charge { ($0.seats, $0.amount, $0.days) = (seats, amount, days) }
            .entitlement { $0.seats = "2" }
        let outcome = try #require(try books.reconciled().outcomes.first)
        #expect(outcome.variance.map(\.name) == ["quantity", "price", "period", "fx", "rest"])
        #expect(outcome.variance.map(\.amount.description) == parts)
        #expect(try outcome.varianceSum == outcome.difference)
    }

    @Test("What passes is posted to its bucket, and what rounding leaves to its own")
    func postings() throws {
        let books = Books().charge { $0.amount = "10.50" }.entitlement().with { $0.amount = Tolerance(absolute: .one) }
        let tolerated = try #require(try books.reconciled().outcomes[0].posting)
        #expect(tolerated.bucket.name == "amount" && tolerated.amount.description == "0.5")
        let near = try Books().charge { $0.amount = "10.01" }.entitlement().reconciled().outcomes[0]
        let rounded = try #require(try near.posting)
        #expect(rounded.bucket.name == "rounding" && rounded.amount.description == "0.01")
        #expect(near.flags == .withinAUnit)
    }

    @Test("An alias that stands for two ids is refused, with both")
    func conflictingAliases() throws {
        let books = Books().with { $0.aliases = [(.customer, "A", "C2"), (.customer, "A", "C1")] }
        let error = #expect(throws: AliasTable.Conflict.self) { try books.reconciled() }
        #expect(error?.description.contains("\"A\" of customer stands for \"C1\" and for \"C2\"") == true)
    }
}
