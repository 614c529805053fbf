import Publication
import Testing

@testable import Runner

@Suite("What is used again")
struct ReusePolicyTests {
    private static let now = 1_000_000

    private static func key(_ request: String = "GET a", account: String = "x", version: String = "1") -> FetchKey {
        FetchKey([.service: "s", .request: request, .account: account, .stageVersion: version])
    }

    private static func kept(_ key: FetchKey, age: Int = 60, failedUse: String? = nil) -> KeptFetch {
        KeptFetch(stage: "report", key: key, fetchedAt: now - age, bodies: [], failedUse: failedUse)
    }

    /// What is asked for, what is kept, and what is done.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var policy = ReusePolicy(isResuming: true)
        var key = ReusePolicyTests.key()
        var kept: KeptFetch? = ReusePolicyTests.kept(ReusePolicyTests.key())
        var others: [KeptFetch] = []
        var hasContent = true
        let reason: FetchDecision.Reason?
    }

    static let cases = [
        Case(testDescription: "the same", reason: nil),
        Case(testDescription: "no resuming", policy: ReusePolicy(), reason: .notResuming),
        Case(
            testDescription: "forced", policy: ReusePolicy(isResuming: true, forcedStages: ["report"]), reason: .forced),
        Case(
            testDescription: "another is forced", policy: ReusePolicy(isResuming: true, forcedStages: ["invoices"]),
            reason: nil),
        Case(testDescription: "nothing kept", kept: nil, reason: .nothingKept),
        Case(
            testDescription: "another request", kept: nil, others: [kept(key("GET b"))], reason: .changed([.request])),
        Case(
            testDescription: "another account", kept: nil, others: [kept(key(account: "y"))],
            reason: .changed([.account])),
        Case(
            testDescription: "another version and request", kept: nil, others: [kept(key("GET b", version: "2"))],
            reason: .changed([.request, .stageVersion])),
        Case(
            testDescription: "the newest is told", kept: nil,
            others: [kept(key("GET b"), age: 1), kept(key(account: "y"), age: 2)], reason: .changed([.request])),
        Case(
            testDescription: "young enough", policy: ReusePolicy(isResuming: true, maximumAge: 61), reason: nil),
        Case(
            testDescription: "too old", policy: ReusePolicy(isResuming: true, maximumAge: 60),
            reason: .tooOld(fetchedAt: now - 60)),
        Case(
            testDescription: "from the future", policy: ReusePolicy(isResuming: true, maximumAge: 60),
            kept: kept(key(), age: -1), reason: .tooOld(fetchedAt: now + 1)),
        Case(testDescription: "content gone", hasContent: false, reason: .contentMissing),
        Case(testDescription: "of no use before", kept: kept(key(), failedUse: "u"), reason: .failedBefore),
        Case(testDescription: "of no use to another", kept: kept(key(), failedUse: "v"), reason: nil),
    ]

    @Test("is what the key, the age and the user allow", arguments: cases)
    func decision(_ example: Case) {
        let decision = example.policy.decision(
            stage: "report", key: example.key, use: "u", kept: example.kept, others: { example.others },
            now: Self.now, hasContent: { _ in example.hasContent })
        switch example.reason {
        case let reason?: #expect(decision == .fetch(reason))
        case nil: #expect(decision == example.kept.map { .reuse($0) })
        }
    }

    @Test("A stage that is forced forces each of its legs")
    func legs() {
        let policy = ReusePolicy(isResuming: true, forcedStages: ["invoices"])
        #expect(policy.forces("invoices[C-1]"))
        #expect(!policy.forces("invoices2[C-1]"))
    }

    @Test("Times are told to the minute")
    func instants() {
        #expect(InstantText.minutes(1_795_568_579) == "2026-11-25T01:02Z")
        #expect(ReusedShare.whole(fetchedAt: 1_795_568_579).description == "reused, fetched 2026-11-25T01:02Z")
        #expect(
            ReusedShare(count: 3, total: 7, fetchedAt: 1_795_568_579).description
                == "3 of 7 reused, fetched from 2026-11-25T01:02Z on")
    }
}
