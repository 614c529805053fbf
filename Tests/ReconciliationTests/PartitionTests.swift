import Reconciliation
import Records
import TestSupport
import Testing

@Suite("Books that are judged in parts")
struct PartitionTests {
    /// Levels that can be carried out on parts, in every way in which the steps can turn out.
    private static let levels: [[[MatchKey]]] = [
        Books.usualLevels, [[.subscription]], [[.sku]], [[.subscription, .sku], [.customer, .sku], [.customer]],
        [[.customer], [.sku]], [[.subscription, .interval], [.sku, .interval], [.customer]],
    ]

    @Test("Parts, however small, come to the same as the whole", arguments: UInt64(1)...40)
    func sameOutcomes(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for round in 0..<8 {
            let books = try Self.books(&generator)
            let whole = try books.reconciled()
            for count in [1, 3, 1 << 40] as [UInt64] {
                let parts = try #require(try books.reconciled(inParts: count))
                let comment: Comment = "seed \(seed), round \(round), \(count) parts"
                #expect(parts.lines == whole.lines, comment)
                #expect(parts.contents == whole.contents, comment)
                let (proofs, expected) = (try parts.proofs, try whole.proofs)
                #expect(proofs == expected, comment)
                #expect(parts.identities == whole.identities, comment)
                #expect(parts.identities.filter { !$0.holds } == [], comment)
                #expect(parts.charged == whole.charged, comment)
                #expect(parts.entitled == whole.entitled, comment)
                #expect(parts.posted == whole.posted, comment)
            }
        }
    }

    @Test(
        "A level without the subscription before one with it cannot be carried out on parts",
        arguments: [
            ([[.sku], [.subscription]], false), ([[.subscription], [.sku], [.subscription, .sku]], false),
            ([[.subscription], [.subscription, .sku], [.sku]], true), ([[.sku], [.customer]], true),
        ] as [([[MatchKey]], Bool)])
    func order(levels: [[MatchKey]], isPossible: Bool) throws {
        let parts = try Books().with { $0.levels = levels }.reconciled(inParts: 2)
        #expect((parts != nil) == isPossible)
    }

    /// Random books with levels, tolerances and prices of all kinds.
    private static func books(_ generator: inout SplitMix64) throws -> Books {
        var books = Books.random(using: &generator)
        books.levels = levels[Int.random(in: 0..<levels.count, using: &generator)]
        if Bool.random(using: &generator) { books.aliases.append((.subscription, "S4", "S1")) }
        if Bool.random(using: &generator) { books.amount.maximumTotal = ExactDecimal(3) }
        if Int.random(in: 0..<4, using: &generator) == 0 {
            let refine = books.refine
            books.refine = {
                try refine(&$0)
                $0.priceScope = .term
            }
        }
        for _ in 0..<Int.random(in: 0...3, using: &generator) { books.appendRepeats(&generator) }
        return books
    }
}

extension Books {
    /// An entitlement that repeats one, and charges that repeat each other and do not all name its subscription.
    fileprivate mutating func appendRepeats(_ generator: inout SplitMix64) {
        guard let entitlement = entitlements.randomElement(using: &generator) else { return }
        entitlements.append(entitlement)
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            var draft = ChargeDraft()
            (draft.sku, draft.customer) = (entitlement.sku, entitlement.customer)
            draft.subscription = Bool.random(using: &generator) ? entitlement.subscription : ""
            charges += [draft, draft].prefix(Int.random(in: 1...2, using: &generator))
        }
    }
}

extension Reconciliation {
    /// What each outcome shows besides its figures.
    fileprivate var proofs: [String] {
        get throws {
            try listed.map { outcome, _ in
                let explanation = outcome.explanation.map {
                    "\($0.models.map(\.id)) \($0.amount) \($0.residual) \($0.isExact)"
                }
                let parts = outcome.variance.map { "\($0.name) \($0.amount)" }
                let posting = try outcome.posting.map { "\($0.bucket.name) \($0.amount)" }
                return "\(explanation ?? "-") \(parts) \(posting ?? "-") \(outcome.rate?.description ?? "-") "
                    + "\(outcome.flags.names)"
            }
        }
    }

    /// What was posted to buckets.
    fileprivate var posted: [String] { buckets.map { "\($0.bucket.name) \($0.currency) \($0.count) \($0.amount)" } }
}
