import Records
import Testing

@testable import Reconciliation

@Suite("Published examples")
struct WorkedRowTests {
    static let rows =
        ["microsoft-2022.csv", "microsoft-2020.csv", "adobe-previews.csv", "aws-flat-rate.csv"].flatMap(WorkedRow.all)

    @Test("Every row is explained by its model, and by no other first", arguments: rows.filter(\.isComplete))
    func model(_ row: WorkedRow) throws {
        let amount = try ExactDecimal(parsing: row.amount)
        let seats = try ExactDecimal(parsing: row.seats)
        let explainer = try RowExplainer(
            price: try ExactDecimal(parsing: row.price), in: try currency(code: "EUR"), exchange: nil)
        let signed = amount.isNegative ? ExactDecimal(scaled: -seats.scaled) : seats
        let found = try explainer.explain(amount, seats: signed, days: row.share)
        #expect(found?.model.id ?? "" == row.model)
        #expect(found.map { $0.isExact && $0.amount == amount } ?? true)
    }

    @Test("All rows are there, and only three of them say too little or contradict themselves")
    func count() {
        #expect(Self.rows.count == 45 + 12 + 8 + 1)
        #expect(WorkedRows.table("microsoft-cycles.csv").count == 34)
        #expect(WorkedRows.table("focus-tolerance.csv").count == 4)
        #expect(WorkedRows.table("focus-corrections.csv").count == 38)
        #expect(
            Self.rows.filter { !$0.isComplete }.map(\.testDescription) == [
                "subscription-plus-overage row 2", "migration-legacy row 1",
            ])
        let unexplained = Self.rows.filter { $0.isComplete && $0.model.isEmpty }
        #expect(unexplained.map(\.scenario) == ["preview-switch", "preview-switch"])
    }

    @Test("Whole scenarios", arguments: Self.scenarios)
    func scenario(_ name: String, _ seats: String, _ change: Change, _ lines: [String]) throws {
        var books = Books().with { $0.period = String(change.start.prefix(7)) }
        for row in Self.rows where row.scenario == name {
            books = books.charge { draft in
                (draft.type, draft.seats, draft.amount) = (row.chargeType, row.seats, row.amount)
                draft.reference = row.reference
                draft.days = "\(row.firstDay)/\(Self.dayAfter(row.lastDay))"
            }
        }
        books = books.entitlement { draft in
            (draft.seats, draft.price, draft.start) = (seats, change.price, change.start)
            (draft.status, draft.end, draft.cycle) = (change.status, change.end, change.cycle)
        }
        #expect(try books.outcomes() == lines)
        #expect(try books.reconciled().identities.allSatisfy(\.holds))
        guard change.models != "" else { return }
        let models = try books.reconciled().outcomes[0].explanation?.models.map(\.id).joined(separator: " + ")
        #expect(models == change.models)
    }

    /// What a scenario's subscription is at the end.
    struct Change: Sendable {
        var price: String
        var start: String
        var status = "active"
        var end = ""
        var cycle = "monthly"
        var models = ""
    }

    private static let seatModels = "full/exact + cycle-days/exact + cycle-days/floor-line"

    static let scenarios: [(String, String, Change, [String])] = [
        (
            "seat-add", "12", Change(price: "10.08", start: "2021-06-18", models: seatModels),
            ["M2 level 1: 12 for 119.61 EUR (1,2,3) | 12 for 120.96 EUR (1)"]
        ),
        (
            "many-changes", "30",
            Change(price: "12", start: "2022-03-05", models: "full/exact + cycle-days/floor-line"),
            ["M2 level 1: 30 for 275.23 EUR (1,2,3,4,5,6,7,8,9,10,11) | 30 for 360 EUR (1)"]
        ),
        // The last change says 30 seats and the list 29: one too many.
        (
            "many-changes", "29", Change(price: "12", start: "2022-03-05"),
            ["V1 level 1: 30 for 275.23 EUR (1,2,3,4,5,6,7,8,9,10,11) | 29 for 348 EUR (1)"]
        ),
        (
            "cancel-in-seven-days", "10",
            Change(
                price: "10.08", start: "2021-07-15", status: "cancelled", end: "2021-07-17",
                models: "full/exact + cycle-days/floor-unit"),
            ["M2 level 2: 0 for 6.6 EUR (1,2) | 10 for 100.8 EUR (1)"]
        ),
        // Money back for a subscription that the list still has.
        (
            "cancel-in-seven-days", "10", Change(price: "10.08", start: "2021-07-15"),
            ["V2 level 1: 0 for 6.6 EUR (1,2) | 10 for 100.8 EUR (1)"]
        ),
        (
            "first-charge", "10", Change(price: "10.08", start: "2021-06-18"),
            // Alternatives, not a sequence: only the first is June's.
            ["V6 level 1: 40 for 1512 EUR (1,2,3,4) | 10 for 100.8 EUR (1)"]
        ),
    ]

    private static func dayAfter(_ day: String) -> String {
        (try? CivilDate(parsing: day).advanced(byDays: 1).description) ?? day
    }

    @Test("Cycles at the end of a month are whole", arguments: WorkedRows.table("microsoft-cycles.csv"))
    func cycles(_ row: [String: String]) throws {
        var draft = Books.EntitlementDraft()
        draft.start = row["subscription_start"] ?? ""
        draft.cycle = row["billing_cycle"] ?? ""
        let days = try interval("\(row["first_day"] ?? "")/\(Self.dayAfter(row["last_day"] ?? ""))")
        #expect(try draft.unkeyed().share(of: days) == .wholeCycle)
    }

    @Test("The sum of rows may differ from an invoice by so much", arguments: WorkedRows.table("focus-tolerance.csv"))
    func tolerance(_ row: [String: String]) throws {
        let tolerance = Tolerance(statisticalFloor: 100)
        let (stated, explaining) = (
            try ExactDecimal(parsing: row["stated"] ?? ""), try ExactDecimal(parsing: row["explaining"] ?? "")
        )
        let passes = try tolerance.allows(
            try stated.subtracting(explaining), of: explaining, rows: Int(row["rows"] ?? "") ?? 0,
            unit: try currency(code: row["currency"] ?? "").minorUnit)
        #expect(passes == (row["verdict"] == "pass"))
    }

    @Test("A correction of a closed period is one, and is linked to what it corrects", arguments: ["delta", "ledger"])
    func corrections(_ style: String) throws {
        for name in ["closed-1", "closed-2", "closed-3", "closed-4"] {
            let rows = WorkedRows.table("focus-corrections.csv").filter { $0["case"] == name }
            var books = Books().with { $0.period = "2025-06" }
            for row in rows where row["style"] == style { books.charges.append(Self.charge(row)) }
            #expect(try books.reconciled().outcomes.allSatisfy { $0.code == .correction && $0.flags == .linkNotTested })
            let sum = try books.reconciled().totals[.correction]?.billed[try currency(code: "USD")]
            #expect(sum == (try Self.sum(rows.filter { $0["style"] == style })))
            books.earlier = rows.filter { $0["style"] == "original" }.map(Self.charge)
            guard !books.earlier.isEmpty else { continue }
            #expect(try books.reconciled().outcomes.allSatisfy { $0.code == .correction && $0.flags == [] })
        }
    }

    @Test("In an open period nothing is a correction: rows replace others, or are added to them")
    func openPeriods() throws {
        for row in WorkedRows.table("focus-corrections.csv") where row["charge_class"] == "" {
            var books = Books().with { $0.period = row["billing_month"] ?? "" }
            books.charges.append(Self.charge(row))
            #expect(try books.reconciled().outcomes.allSatisfy { $0.code != .correction })
        }
    }

    private static func charge(_ row: [String: String]) -> Books.ChargeDraft {
        var draft = Books.ChargeDraft()
        (draft.subscription, draft.sku) = (row["resource"] ?? "", row["sku_price"] ?? "")
        draft.type = row["charge_class"] == "Correction" ? "Correction" : "new"
        (draft.seats, draft.amount, draft.currency) = (row["quantity"] ?? "", row["amount"] ?? "", "USD")
        // Corrections of the cost alone have no quantity.
        if draft.seats.isEmpty { draft.seats = "0" }
        draft.days = "\(row["first_day"] ?? "")/\(row["day_after_last"] ?? "")"
        return draft
    }

    private static func sum(_ rows: [[String: String]]) throws -> ExactDecimal {
        try rows.reduce(.zero) { try $0.adding(try ExactDecimal(parsing: $1["amount"] ?? "")) }
    }
}
