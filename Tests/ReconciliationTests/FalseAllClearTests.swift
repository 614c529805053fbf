import Reconciliation
import Records
import Testing

@Suite("What looks right and is not")
struct FalseAllClearTests {
    @Test("A question for a person is never a match", arguments: Self.questions)
    func question(_ books: BooksCase) throws { try books.check() }

    static let questions = [
        BooksCase(
            "billed in full though the status is unclear",
            Books().charge().entitlement { $0.status = "suspended" },
            gives: "S4 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "billed in full though it was cancelled on a day that nobody knows",
            Books().charge().entitlement { $0.status = "cancelled" },
            gives: "S4 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "cancelled on a day that nobody knows, and not billed",
            Books().entitlement { $0.status = "cancelled" },
            gives: "S4: - | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "more seats within the tolerance, at the right amount, are tolerated and not exact",
            Books().charge { $0.seats = "2" }.entitlement().with { $0.quantity = Tolerance(absolute: .one) },
            gives: "M4 level 1: 2 for 10 EUR (1) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "more seats of what costs nothing",
            Books().charge { ($0.seats, $0.amount) = ("99", "0") }.entitlement { $0.price = "0" },
            gives: "V1 level 1: 99 for 0 EUR (1) | 1 for 0 EUR (1)"
        ),
        BooksCase(
            "seats taken back, and money asked for it",
            Books().charge { ($0.seats, $0.amount) = ("2", "5") }.charge { ($0.seats, $0.amount) = ("-1", "5") }
                .entitlement(),
            gives: "V11 level 1: 1 for 10 EUR (1,2) | 1 for 10 EUR (1)"
        ),
        BooksCase(
            "parts of a cycle that net to nought by chance, under two references",
            Books().charge { $0.reference = "R1" }
                .charge { ($0.reference, $0.amount, $0.days) = ("R2", "3", "2026-10-05/2026-10-10") }
                .charge { ($0.reference, $0.amount, $0.days) = ("R1", "-3", "2026-10-20/2026-11-05") }
                .entitlement(),
            gives: "V7 level 1: 1 for 10 EUR (1,2,3) | 1 for 10 EUR (1)"
        ),
    ]
}
