import Records
import Testing

@testable import Reconciliation

@Suite("What is due, and for which days")
struct PeriodTests {
    @Test("Days", arguments: Self.days)
    func chargedDays(_ books: BooksCase) throws { try books.check() }

    @Test(
        "Entitlements that nothing was billed for",
        arguments: [
            ("2026-10", "monthly", "2026-01-05", "", "active", "S1"),
            ("2026-10", "monthly", "2026-10-31", "", "active", "S1"),
            ("2026-10", "monthly", "2026-11-01", "", "active", "S2"),
            ("2026-10", "annual", "2025-10-31", "", "active", "S1"),
            ("2026-10", "annual", "2025-11-01", "", "active", "S2"),
            ("2026-10", "annual", "2026-10-01", "", "active", "S1"),
            ("2026-10", "triennial", "2023-10-09", "", "active", "S1"),
            ("2026-10", "triennial", "2024-10-09", "", "active", "S2"),
            ("2026-10", "quarterly", "2026-07-09", "", "active", "S1"),
            ("2026-10", "quarterly", "2026-08-09", "", "active", "S2"),
            ("2026-10", "P6M", "2026-04-09", "", "active", "S1"),
            ("2026-10", "one_time", "2026-10-09", "", "active", "S1"),
            ("2026-10", "one_time", "2026-09-30", "", "active", "S2"),
            // Ended on the day on which a cycle would begin, or before; on the day after; and with a date that does not
            // count because it runs.
            ("2026-10", "monthly", "2026-01-05", "2026-10-05", "cancelled", "S2"),
            ("2026-10", "monthly", "2026-01-05", "2026-09-12", "Deleted", "S2"),
            ("2026-10", "monthly", "2026-01-05", "2026-10-06", "cancelled", "S1"),
            ("2026-10", "monthly", "2026-01-05", "2026-09-12", "active", "S1"),
            // A status that is neither is for a person, due or not.
            ("2026-10", "monthly", "2026-01-05", "", "suspended", "S4"),
            ("2026-10", "annual", "2026-01-05", "", "pending", "S4"),
            ("2026-10", "monthly", "2026-01-05", "", "aktiv", "S4"),
        ]
    )
    func unbilled(
        _ period: String,
        _ cycle: String,
        _ start: String,
        _ end: String,
        _ status: String,
        _ code: String
    ) throws {
        let books = Books().entitlement {
            ($0.cycle, $0.start, $0.end, $0.status) = (cycle, start, end, status)
        }.with { $0.period = period }
        #expect(try books.reconciled().outcomes.map(\.code.rawValue) == [code])
    }

    @Test("Trials, free plans and no seats are not due")
    func nothingToPay() throws {
        let books = Books().entitlement { $0.isTrial = true }.entitlement { $0.price = "0" }.entitlement {
            $0.seats = "0"
        }
        let outcomes = try books.reconciled().outcomes
        #expect(outcomes.map(\.code) == [.notDue, .notDue, .notDue])
        #expect(outcomes.allSatisfy { $0.expected?.amount == .zero })
    }

    @Test(
        "Cycles of a subscription that was bought late in a month begin on the last day of a shorter one",
        arguments: [
            ("2025-12-31", "2026-02", "2026-02-28"), ("2025-12-30", "2026-02", "2026-02-28"),
            ("2025-12-29", "2026-02", "2026-02-28"), ("2025-12-28", "2026-02", "2026-02-28"),
            ("2027-12-31", "2028-02", "2028-02-29"), ("2027-12-30", "2028-02", "2028-02-29"),
            ("2025-12-31", "2026-03", "2026-03-31"), ("2025-12-31", "2026-04", "2026-04-30"),
            ("2024-02-29", "2026-03", "2026-03-29"),
        ]
    )
    func lateInTheMonth(_ start: String, _ period: String, _ first: String) throws {
        var draft = Books.EntitlementDraft()
        draft.start = start
        let entitlement = try draft.unkeyed()
        #expect(try entitlement.cycleStart(in: month(period)) == CivilDate(parsing: first))
    }

    @Test("A leap day's year begins on 28 February in other years")
    func leapDay() throws {
        var draft = Books.EntitlementDraft()
        (draft.start, draft.cycle) = ("2024-02-29", "annual")
        let entitlement = try draft.unkeyed()
        #expect(try entitlement.cycleStart(in: month("2026-02")) == CivilDate(parsing: "2026-02-28"))
        #expect(try entitlement.cycleStart(in: month("2026-03")) == nil)
        #expect(try entitlement.cycleStart(in: month("2024-01")) == nil)
    }

    @Test(
        "Every status that is known",
        arguments: [
            ("", EntitlementState.running), ("ACTIVE", .running), ("Enabled", .running), ("cancelled", .ended),
            ("Canceled", .ended), ("DELETED", .ended), ("expired", .ended), ("disabled", .ended), ("stopped", .ended),
            ("suspended", .unclear), ("pending", .unclear), ("error", .unclear), (" active", .unclear),
        ]
    )
    func states(_ status: String, _ state: EntitlementState) {
        #expect(EntitlementState(status: status) == state)
    }

    @Test(
        "Names of billing cycles",
        arguments: [
            ("Monthly", 1), ("P1M", 1), ("quarterly", 3), ("p6m", 6), ("ANNUAL", 12), ("yearly", 12), ("P3Y", 36),
        ]
    )
    func cycles(_ name: String, _ months: Int) {
        #expect(BillingCycle(name)?.months == months)
    }

    @Test("A cycle that is not known is none")
    func unknownCycle() throws {
        #expect(BillingCycle("fortnightly") == nil)
        #expect(BillingCycle("") == nil)
        let once = try #require(BillingCycle("one_time"))
        #expect(once.months == nil)
    }

    static let days = [
        BooksCase(
            "charged after the subscription ended",
            Books().charge().entitlement { ($0.status, $0.end) = ("cancelled", "2026-10-05") },
            gives: "B2 level 2: 1 for 10 EUR (1) | 1 for 0 EUR (1)"
        ),
        BooksCase(
            "charged for a cycle in which the subscription ended",
            Books().charge().entitlement { ($0.status, $0.end) = ("cancelled", "2026-10-20") },
            gives: "M0 level 2: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "charged for days before the subscription began",
            Books().charge().entitlement { $0.start = "2026-11-05" },
            gives: "B3 level 2: 1 for 10 EUR (1) | 1 for 0 EUR (1)"
        ),
        BooksCase(
            "charged from before the subscription began, but into it",
            Books().charge { $0.days = "2026-10-01/2026-11-01" }.entitlement { $0.start = "2026-10-12" },
            gives: "V6 level 2: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "one of two rows lies after the end",
            Books().charge { $0.days = "2026-09-05/2026-10-05" }.charge { $0.reference = "A" }
                .entitlement { ($0.status, $0.end) = ("cancelled", "2026-10-05") },
            gives: "V6 level 2: 2 for 20 EUR (1,2) | 1 for 0 EUR (1)"
        ),
        BooksCase(
            "part of a cycle at an amount that is not explained",
            Books().charge { ($0.days, $0.amount) = ("2026-10-05/2026-10-15", "6.1") }.entitlement(),
            gives: "V7 level 1: 1 for 6.1 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "part of a cycle at the price of a whole one",
            Books().charge { $0.days = "2026-10-05/2026-10-15" }.entitlement(),
            gives: "V7 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a month at the price of a year",
            Books().charge().entitlement { ($0.cycle, $0.start) = ("annual", "2025-10-05") },
            gives: "V7 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "the cycle before, at its full price, does not settle this one",
            Books().charge { $0.days = "2026-09-05/2026-10-05" }.entitlement(),
            gives: "V6 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "the cycle after, at its full price, does not settle this one",
            Books().charge { $0.days = "2026-11-05/2026-12-05" }.entitlement(),
            gives: "V6 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a whole month, though not the subscription's own, that begins in the period",
            Books().charge { $0.days = "2026-10-01/2026-11-01" }.entitlement(),
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a price within the tolerance does not excuse the wrong days",
            Books().charge { ($0.days, $0.amount) = ("2026-09-05/2026-10-05", "10.01") }.entitlement()
                .with { $0.amount = Tolerance(absolute: .one) },
            gives: "V6 level 1: 1 for 10.01 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "charged in the middle of a year that was paid before",
            Books().charge().entitlement { $0.cycle = "annual" },
            gives: "V7 level 1: 1 for 10 EUR (1) | 1 for 0 EUR (1)"
        ),
        BooksCase(
            "a charge for a trial",
            Books().charge().entitlement { $0.isTrial = true },
            gives: "V3 level 1: 1 for 10 EUR (1) | 1 for 0 EUR (1)"
        ),
        BooksCase(
            "a charge for a free plan",
            Books().charge().entitlement { $0.price = "0" },
            gives: "V3 level 1: 1 for 10 EUR (1) | 1 for 0 EUR (1)"
        ),
        BooksCase(
            "a trial's charge of nothing",
            Books().charge { $0.amount = "0" }.entitlement { $0.isTrial = true },
            gives: "M0 level 1: 1 for 0 EUR (1) | 1 for 0 EUR (1)"
        ),
        BooksCase(
            "from the last day of February to the 31st is a whole cycle",
            Books().charge { ($0.days, $0.amount) = ("2026-02-28/2026-03-31", "11") }
                .entitlement { $0.start = "2025-12-31" }.with { $0.period = "2026-02" },
            gives: "V3 level 1: 1 for 11 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "from the 30th to the 31st of the next month is a whole cycle, and agrees",
            Books().charge { $0.days = "2026-09-30/2026-10-31" }
                .entitlement { $0.start = "2025-12-31" }.with { $0.period = "2026-09" },
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
    ]
}
