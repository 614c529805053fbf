import Reconciliation
import Testing

@Suite("What is brought together")
struct MatchingTests {
    @Test("Levels, claims and joining", arguments: Self.cascade)
    func levels(_ books: BooksCase) throws { try books.check() }

    @Test("Identical rows", arguments: Self.repeats)
    func identicalRows(_ books: BooksCase) throws { try books.check() }

    @Test("Ambiguity", arguments: Self.ambiguity)
    func ambiguous(_ books: BooksCase) throws { try books.check() }

    static let cascade = [
        BooksCase("nothing at all", Books()),
        BooksCase(
            "everything agrees",
            Books().charge().entitlement(),
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "another SKU needs the second level",
            Books().charge { $0.sku = "K2" }.entitlement(),
            gives: "M0 level 2: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a charge without days cannot use a level with the interval",
            Books().charge { $0.days = "" }.entitlement(),
            gives: "M0 level 2: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "without a subscription id, customer and SKU find it",
            Books().charge { $0.subscription = "" }.entitlement(),
            gives: "M0 level 3: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a subscription id is never matched with another, whatever else agrees",
            Books().charge { $0.subscription = "S2" }.entitlement(),
            gives: "B1: 1 for 10 EUR (1) | -",
            "S1: - | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "ids that differ only in case are two",
            Books().charge { $0.subscription = "s1" }.entitlement(),
            gives: "B1: 1 for 10 EUR (1) | -",
            "S1: - | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "space around an id does not count",
            Books().charge { $0.subscription = " S1\t" }.entitlement(),
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "an empty key finds nothing, not even another empty one",
            Books().charge { ($0.subscription, $0.customer) = ("", "") }
                .entitlement { ($0.subscription, $0.customer) = ("", "") },
            gives: "B1: 1 for 10 EUR (1) | -",
            "S1: - | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "many rows explain one entitlement",
            Books().charge { ($0.seats, $0.amount) = ("2", "20") }
                .charge { ($0.type, $0.seats, $0.amount) = ("addQuantity", "3", "30") }
                .entitlement { $0.seats = "5" },
            gives: "M0 level 1: 5 for 50 EUR (1,2) | 5 for 50 EUR (1)"
        ),
        BooksCase(
            "a later level with the subscription joins what an earlier found, and is the level told",
            Books().charge { ($0.seats, $0.amount) = ("2", "20") }
                .charge { ($0.sku, $0.seats, $0.amount) = ("K2", "3", "30") }
                .entitlement { $0.seats = "5" },
            gives: "M0 level 2: 5 for 50 EUR (1,2) | 5 for 50 EUR (1)"
        ),
        BooksCase(
            "a level without the subscription does not reach for what is claimed",
            Books().charge().charge { $0.subscription = "" }.entitlement(),
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)",
            "B1: 1 for 10 EUR (2) | -"
        ),
        BooksCase(
            "the precise claim leaves the other of two for the loose one",
            Books().charge { $0.subscription = "" }.charge()
                .entitlement().entitlement { ($0.subscription, $0.seats) = ("S2", "2") },
            gives: "M0 level 1: 1 for 10 EUR (2) | 1 for 10 EUR (1)",
            "V2 level 3: 1 for 10 EUR (1) | 2 for 20 EUR (2)"
        ),
        BooksCase(
            "the customer of a match found by subscription must agree",
            Books().charge { $0.customer = "C2" }.entitlement(),
            gives: "V10 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a customer that one side does not name is not another",
            Books().charge { $0.customer = "" }.entitlement(),
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "product and part number are keys too",
            Books().charge { ($0.subscription, $0.sku, $0.product, $0.partNumber) = ("", "", "P1", "N1") }
                .entitlement { ($0.product, $0.partNumber) = ("P1", "N1") }
                .entitlement { ($0.subscription, $0.product, $0.partNumber) = ("S2", "P1", "N2") }
                .with { $0.levels = [[.product, .partNumber]] },
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)",
            "S1: - | 1 for 10 EUR (2)"
        ),
    ]

    static let repeats = [
        BooksCase(
            "a second identical row is a duplicate",
            Books().charge().charge().entitlement(),
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)",
            "B4: 1 for 10 EUR (2) | -"
        ),
        BooksCase(
            "of three identical rows two are duplicates",
            Books().charge().charge().charge().entitlement(),
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)",
            "B4: 1 for 10 EUR (2) | -",
            "B4: 1 for 10 EUR (3) | -"
        ),
        BooksCase(
            "two identical entitlements take one identical row each",
            Books().charge().charge().entitlement().entitlement(),
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)",
            "M0 level 1: 1 for 10 EUR (2) | 1 for 10 EUR (2)"
        ),
        BooksCase(
            "two identical entitlements and one row leave one that is not billed",
            Books().charge().entitlement().entitlement(),
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)",
            "S1: - | 1 for 10 EUR (2)"
        ),
        BooksCase(
            "three identical rows and two identical entitlements",
            Books().charge().charge().charge().entitlement().entitlement(),
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)",
            "M0 level 1: 1 for 10 EUR (2) | 1 for 10 EUR (2)",
            "B4: 1 for 10 EUR (3) | -"
        ),
        BooksCase(
            "a repeat without any subscription is a duplicate of what has none",
            Books().charge().charge(),
            gives: "B1: 1 for 10 EUR (1) | -",
            "B4: 1 for 10 EUR (2) | -"
        ),
        BooksCase(
            "rows that differ in their reference are not repeats: the sum is what counts",
            Books().charge { $0.reference = "A" }.charge { $0.reference = "B" }.entitlement(),
            gives: "V1 level 1: 2 for 20 EUR (1,2) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "a repeat in another cycle is no repeat, and still too much",
            Books().charge().charge { $0.days = "2026-09-05/2026-10-05" }.entitlement(),
            gives: "V6 level 1: 2 for 20 EUR (1,2) | 1 for 10 EUR (1)"
        ),
    ]

    static let ambiguity = [
        BooksCase(
            "two that fit equally well: none is chosen",
            Books().charge { $0.subscription = "" }
                .entitlement().entitlement { ($0.subscription, $0.seats) = ("S2", "2") },
            gives: "B10 level 3: 1 for 10 EUR (1) | 3 for 30 EUR (1,2)"
        ),
        BooksCase(
            "the charge fits one of them to the cent: still none is chosen",
            Books().charge { ($0.subscription, $0.seats, $0.amount) = ("", "2", "20") }
                .entitlement().entitlement { ($0.subscription, $0.seats) = ("S2", "2") },
            gives: "B10 level 3: 2 for 20 EUR (1) | 3 for 30 EUR (1,2)"
        ),
        BooksCase(
            "two charges that name different subscriptions compete for one that names none",
            Books().charge().charge { $0.subscription = "S2" }.entitlement { ($0.subscription, $0.seats) = ("", "2") },
            gives: "B10 level 3: 2 for 20 EUR (1,2) | 2 for 20 EUR (1)"
        ),
        BooksCase(
            "a charge that names a subscription and one that does not compete for one that names none",
            Books().charge().charge { $0.subscription = "" }.entitlement { ($0.subscription, $0.seats) = ("", "2") },
            gives: "B10 level 3: 2 for 20 EUR (1,2) | 2 for 20 EUR (1)"
        ),
        BooksCase(
            "two charges without a subscription may explain one entitlement together",
            Books().charge { ($0.subscription, $0.product) = ("", "P1") }
                .charge { ($0.subscription, $0.product) = ("", "P2") }.entitlement { $0.seats = "2" },
            gives: "M0 level 3: 2 for 20 EUR (1,2) | 2 for 20 EUR (1)"
        ),
        BooksCase(
            "clusters that share a candidate are one",
            Books().charge { ($0.subscription, $0.days) = ("", "2026-10-05/2026-11-05") }
                .charge { ($0.subscription, $0.days) = ("", "2026-10-20/2026-11-20") }
                .charge { ($0.subscription, $0.days) = ("", "2026-10-28/2026-11-28") }
                .entitlement { ($0.subscription, $0.start) = ("S1", "2026-10-05") }
                .entitlement { ($0.subscription, $0.start) = ("S2", "2026-10-05") }
                .entitlement { ($0.subscription, $0.start) = ("S3", "2026-10-20") }
                .with { $0.levels = [[.customer, .sku, .interval]] },
            gives: "B10 level 1: 3 for 30 EUR (1,2,3) | 3 for 30 EUR (1,2,3)"
        ),
        BooksCase(
            "one that fits a single candidate is drawn into the ambiguity about it",
            Books().charge { $0.subscription = "" }.charge {
                ($0.subscription, $0.days) = ("S2", "2026-10-06/2026-11-06")
            }
            .entitlement().entitlement { $0.subscription = "S2" }
            .with { $0.levels = [[.customer, .sku]] },
            gives: "B10 level 1: 2 for 20 EUR (1,2) | 2 for 20 EUR (1,2)"
        ),
        BooksCase(
            "candidates that are claimed already are not listed again",
            Books().charge().charge { ($0.sku, $0.days) = ("K2", "2026-10-06/2026-11-06") }
                .entitlement().entitlement { ($0.sku, $0.seats) = ("K3", "7") },
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)",
            "B10 level 2: 1 for 10 EUR (2) | 7 for 70 EUR (2)"
        ),
        BooksCase(
            "where all candidates are claimed the charge is ambiguous by itself",
            Books().charge().charge { $0.sku = "K2" }.charge { ($0.sku, $0.seats, $0.amount) = ("K3", "5", "50") }
                .entitlement().entitlement { $0.sku = "K2" },
            gives: "M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)",
            "M0 level 1: 1 for 10 EUR (2) | 1 for 10 EUR (2)",
            "B10 level 2: 5 for 50 EUR (3) | -"
        ),
        BooksCase(
            "currencies of an ambiguity do not mix",
            Books().charge { $0.subscription = "" }
                .entitlement().entitlement { ($0.subscription, $0.currency) = ("S2", "USD") },
            gives: "B10 level 3: - | 1 for 10 USD (2)",
            "B10 level 3: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
    ]
}
