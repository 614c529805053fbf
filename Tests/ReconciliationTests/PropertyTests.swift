import Reconciliation
import Records
import TestSupport
import Testing

@Suite("What holds for every month")
struct PropertyTests {
    @Test("Every row ends in exactly one outcome, and all totals tie", arguments: UInt64(1)...60)
    func partition(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for round in 0..<5 {
            let books = Books.random(using: &generator)
            let result = try books.reconciled()
            let comment: Comment = "seed \(seed), round \(round)"
            let charged = result.outcomes.flatMap { $0.billed?.rows ?? [] }.map(\.row).sorted()
            #expect(charged == Self.rows(books.charges.count), comment)
            let entitled = result.outcomes.flatMap { $0.expected?.rows ?? [] }.map(\.row).sorted()
            #expect(entitled == Self.rows(books.entitlements.count), comment)
            #expect(result.identities.filter { !$0.holds } == [], comment)
            let (billed, drafted) = (try Self.billedSums(result), try Self.chargedSums(books))
            #expect(billed == drafted, comment)
        }
    }

    @Test("The order in which rows arrive changes nothing", arguments: UInt64(100)...140)
    func arrival(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for round in 0..<5 {
            let books = Books.random(using: &generator)
            let result = try books.reconciled()
            let shuffled = try books.reconciled(
                chargeOrder: books.charges.indices.shuffled(using: &generator),
                entitlementOrder: books.entitlements.indices.shuffled(using: &generator)
            )
            #expect(shuffled.lines == result.lines, "seed \(seed), round \(round)")
            #expect(shuffled.contents == result.contents, "seed \(seed), round \(round)")
        }
    }

    @Test("The order in which shares are judged and put together changes nothing", arguments: UInt64(500)...530)
    func shares(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for round in 0..<5 {
            let books = Books.random(using: &generator)
            let engine = try books.engine()
            let (order, judging) = (OutcomeOrder(of: engine.keys), engine.judging())
            let matches = judging.matches()
            let shares =
                try [judging.settled(in: order)]
                + (0..<Judging.shareCount).shuffled(using: &generator).map {
                    try judging.judged($0, of: matches, in: order)
                }
            let (result, whole) = (try judging.ending.result(of: shares, in: order), try books.reconciled())
            #expect(result.lines == whole.lines, "seed \(seed), round \(round)")
            #expect(result.contents == whole.contents, "seed \(seed), round \(round)")
            #expect(result.identities == whole.identities, "seed \(seed), round \(round)")
        }
    }

    @Test("The order of the rows in their files changes nothing but row numbers", arguments: UInt64(200)...240)
    func rowOrder(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for round in 0..<5 {
            let books = Books.random(using: &generator)
            var shuffled = books
            shuffled.charges.shuffle(using: &generator)
            shuffled.entitlements.shuffle(using: &generator)
            let (one, other) = (try books.reconciled().contents, try shuffled.reconciled().contents)
            #expect(one == other, "seed \(seed), round \(round)")
        }
    }

    @Test("Outcomes are published in one order, in whatever order their rows lie", arguments: UInt64(400)...410)
    func publishedOrder(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let names = (10...40).map { "S\($0)" }
        // All in their order but the last, and all at random.
        for order in [Array(names.dropFirst()) + [names[0]], names.shuffled(using: &generator)] {
            var books = Books()
            for name in order { books = books.entitlement { $0.subscription = name } }
            let result = try books.reconciled()
            #expect(result.listed.map { $1.text($0.keys.subscription) } == names)
        }
    }

    @Test("A charge never goes to a subscription of another id", arguments: UInt64(300)...320)
    func subscriptionIDs(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let books = Books.random(using: &generator)
        let result = try books.reconciled()
        for outcome in result.outcomes where outcome.code != .ambiguous {
            let charged = (outcome.billed?.rows ?? []).map { books.charges[Int($0.row) - 1].subscription }
            let entitled = (outcome.expected?.rows ?? []).map { books.entitlements[Int($0.row) - 1].subscription }
            #expect(Set(charged + entitled).subtracting([""]).count <= 1, "seed \(seed): \(outcome.code)")
        }
    }

    @Test("The months are varied enough to reach every code")
    func coverage() throws {
        var generator = SplitMix64(seed: 7)
        var seen: Set<OutcomeCode> = []
        for _ in 0..<2_000 { seen.formUnion(try Books.random(using: &generator).reconciled().outcomes.map(\.code)) }
        let ofDocuments: Set<OutcomeCode> = [.headerLines, .invoiceReport, .missingDocument]
        let missing = OutcomeCode.allCases.filter { !seen.contains($0) && !ofDocuments.contains($0) }
        #expect(missing.isEmpty)
    }

    private static func rows(_ count: Int) -> [UInt32] {
        (0..<count).map { UInt32($0 + 1) }
    }

    private static func billedSums(_ result: Reconciliation) throws -> [String: ExactDecimal] {
        var sums: [String: ExactDecimal] = [:]
        for side in result.outcomes.compactMap(\.billed) {
            sums[side.currency.description] = try sums[side.currency.description, default: .zero].adding(side.amount)
        }
        return sums
    }

    /// The charges' sums by currency, straight from the drafts, in whole hundredths.
    private static func chargedSums(_ books: Books) throws -> [String: ExactDecimal] {
        var hundredths: [String: Int] = [:]
        for charge in books.charges {
            let parts = charge.amount.split(separator: ".")
            let sign = charge.amount.hasPrefix("-") ? -1 : 1
            let fraction = parts.count > 1 ? try #require(Int(parts[1])) : 0
            hundredths[charge.currency, default: 0] += try #require(Int(parts[0])) * 100 + sign * fraction
        }
        return try hundredths.mapValues { try ExactDecimal($0).multiplied(by: try ExactDecimal(parsing: "0.01")) }
    }
}

extension Books {
    /// A small month in which keys collide, rows repeat and nearly everything that can be wrong is.
    static func random(using generator: inout SplitMix64) -> Books {
        var books = Books()
        books.levels = pick(
            [usualLevels, [[.subscription]], [[.sku]], [[.customer, .interval], [.subscription]]],
            &generator
        )
        books.amount = Tolerance(absolute: pick([nil, ExactDecimal(5)], &generator))
        books.aliases = pick([[], [(.customer, "C2", "C1")], [(.sku, "K9", "K1")]], &generator)
        books.refine = pick(
            [{ _ in }, { $0.cutoffDays = 5 }, Self.rate("1.1"), { $0.comparison.days = 2 }], &generator)
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            books.entitlements.append(randomEntitlement(&generator))
        }
        for _ in 0..<Int.random(in: 0...25, using: &generator) {
            let source = books.entitlements.randomElement(using: &generator)
            books.charges.append(randomCharge(for: source, &generator))
            if Int.random(in: 0..<6, using: &generator) == 0, let last = books.charges.last {
                books.charges.append(last)
            }
            if Int.random(in: 0..<6, using: &generator) == 0 { books.appendPair(for: source) }
            if Int.random(in: 0..<6, using: &generator) == 0 { books.appendChange(for: source) }
            if Int.random(in: 0..<20, using: &generator) == 0, let last = books.charges.last {
                books.earlier.append(last)
            }
        }
        return books
    }

    /// An entitlement's own charge, and seats that were added and taken back.
    private mutating func appendPair(for source: EntitlementDraft?) {
        guard let source else { return }
        var draft = ChargeDraft()
        (draft.subscription, draft.sku, draft.customer) = (source.subscription, source.sku, source.customer)
        (draft.currency, draft.seats, draft.amount) = (source.currency, source.seats, "10")
        charges.append(draft)
        (draft.reference, draft.amount) = ("P", "20")
        charges.append(draft)
        draft.amount = "-20"
        charges.append(draft)
    }

    /// An entitlement's own charge of one seat, and a change to its seats on the twentieth.
    private mutating func appendChange(for source: EntitlementDraft?) {
        guard let source else { return }
        var draft = ChargeDraft()
        (draft.subscription, draft.sku, draft.customer) = (source.subscription, source.sku, source.customer)
        draft.currency = source.currency
        charges.append(draft)
        (draft.type, draft.reference, draft.days) = ("addQuantity", "N", "2026-10-20/2026-11-05")
        (draft.seats, draft.amount) = ("1", "-5.16")
        charges.append(draft)
        (draft.seats, draft.amount) = source.seats == "5" ? ("5", "25.80") : ("2", "10.32")
        charges.append(draft)
    }

    private static func rate(_ text: String) -> @Sendable (inout MatchPlan) throws -> Void {
        { $0.rates[from: try currency(code: "EUR"), to: try currency(code: "USD")] = try ExactDecimal(parsing: text) }
    }

    private static func pick<Value>(_ values: [Value], _ generator: inout SplitMix64) -> Value {
        values[Int.random(in: 0..<values.count, using: &generator)]
    }

    private static func randomEntitlement(_ generator: inout SplitMix64) -> EntitlementDraft {
        var draft = EntitlementDraft()
        draft.subscription = pick(["S1", "S2", "S3", "S4", ""], &generator)
        draft.sku = pick(["K1", "K2", ""], &generator)
        draft.customer = pick(["C1", "C2", ""], &generator)
        draft.seats = pick(["1", "1", "2", "5"], &generator)
        draft.price = pick(["10", "10", "3.335", "0"], &generator)
        draft.currency = pick(["EUR", "EUR", "USD"], &generator)
        draft.start = pick(["2026-01-05", "2026-10-05", "2026-11-05", "2025-10-05", "2026-10-30"], &generator)
        draft.term = pick(["", "", "P1Y"], &generator)
        draft.status = pick(["active", "active", "cancelled", "pending"], &generator)
        draft.end = pick(["", "2026-10-05", "2026-12-05"], &generator)
        draft.cycle = pick(["monthly", "monthly", "annual"], &generator)
        draft.isTrial = Int.random(in: 0..<10, using: &generator) == 0
        return draft
    }

    /// Half of the charges are an entitlement's own, but for what is changed about them afterwards.
    private static func randomCharge(for source: EntitlementDraft?, _ generator: inout SplitMix64) -> ChargeDraft {
        var draft = ChargeDraft()
        if let source, Bool.random(using: &generator) {
            (draft.subscription, draft.sku, draft.customer) = (source.subscription, source.sku, source.customer)
            draft.currency = source.currency
            draft.seats = pick([source.seats, source.seats, "1", "2", "5"], &generator)
            let atPrice =
                source.price == "3.335" ? ["1": "3.34", "2": "6.67", "5": "16.68"][draft.seats] : draft.seats + "0"
            draft.amount = pick([atPrice ?? "1", atPrice ?? "1", "10.50", "11", "33", "9", "10.50"], &generator)
        } else {
            draft.subscription = pick(["S1", "S2", "S3", "S4", ""], &generator)
            draft.sku = pick(["K1", "K2", ""], &generator)
            draft.customer = pick(["C1", "C2", ""], &generator)
            draft.seats = pick(["1", "2", "5"], &generator)
            draft.amount = pick(["10", "20", "-10", "-4.25", "0", "50"], &generator)
            draft.currency = pick(["EUR", "USD", "SEK"], &generator)
        }
        draft.type = pick(
            ["renew", "renew", "renew", "customerCredit", "usage", "tax", "oneTime", "rebate", "correction"],
            &generator
        )
        draft.reference = pick(["", "A", "B"], &generator)
        draft.term = pick(["", "", "", "", "", "", "", "P1M"], &generator)
        (draft.rate, draft.contractAmount) = pick([("", ""), ("", ""), ("1.2", ""), ("1.1", "10")], &generator)
        draft.days = pick(
            [
                "2026-10-05/2026-11-05", "2026-10-05/2026-11-05", "2026-10-05/2026-10-15", "2026-09-05/2026-10-05", "",
                "2026-09-01/2026-10-01",
            ],
            &generator
        )
        return draft
    }
}
