import Publication
import Streaming
import TestSupport
import Testing

@Suite("What is kept of what was fetched")
struct KeepingTests {
    private static func key(_ request: String) -> FetchKey {
        FetchKey([.service: "https://a", .request: request, .account: "ab", .stageVersion: "1"])
    }

    private static func fetch(_ request: String, at time: Int = 7, digests: [String] = []) -> KeptFetch {
        KeptFetch(
            stage: "report", key: key(request), fetchedAt: time,
            bodies: digests.enumerated().map {
                KeptFetch.Body(name: "\($0)", contentType: $0 == 0 ? nil : "a/b", digest: $1, bytes: 3, isRead: $0 == 0)
            })
    }

    @Test("comes back by its key, and by its stage, the newest first")
    func roundTrip() throws {
        try withTemporaryDirectory { directory in
            let kept = KeptFetches(state: directory("s"), pipeline: "p", period: "2026-10")
            #expect(kept.fetch(Self.key("a")) == nil)
            #expect(kept.fetchesByStage().isEmpty)
            var fetch = Self.fetch("a \"b\"\n", digests: ["d1", "d2"])
            fetch.failedUse = "u"
            try kept.keep(fetch)
            try kept.keep(Self.fetch("b", at: 9))
            #expect(kept.fetch(fetch.key) == fetch)
            #expect(kept.fetchesByStage()["report"]?.map(\.fetchedAt) == [9, 7])
            #expect(kept.fetch(Self.key("c")) == nil)
            let other = KeptFetches(state: directory("s"), pipeline: "p", period: "2026-11")
            #expect(other.fetch(fetch.key) == nil)
            try kept.forgetAll()
            #expect(kept.fetch(fetch.key) == nil)
        }
    }

    @Test("Complaint 1: the components in which keys differ are named")
    func difference() {
        let key = Self.key("a")
        #expect(key.difference(to: key) == [])
        #expect(key.difference(to: Self.key("b")) == [.request])
        #expect(
            key.difference(to: FetchKey([.request: "a", .inputs: "x"])) == [.service, .account, .stageVersion, .inputs])
    }

    @Test("A body that is damaged is found by its digest, one that is gone by its length")
    func content() throws {
        try withTemporaryDirectory { directory in
            let store = Store(state: directory("s"))
            let kept = KeptFetches(state: directory("s"), pipeline: "p", period: "all")
            let digest = try store.keep([1, 2, 3])
            let fetch = Self.fetch("a", digests: [digest])
            #expect(kept.hasContent(of: fetch))
            #expect(kept.damagedBody(of: fetch) == nil)
            try File.replace(store.path(of: digest), with: [1, 2, 4])
            #expect(kept.hasContent(of: fetch))
            #expect(kept.damagedBody(of: fetch)?.digest == digest)
            try File.replace(store.path(of: digest), with: [1, 2])
            #expect(!kept.hasContent(of: fetch))
        }
    }

    /// Which of three holders stay, by the limits.
    struct Cleaning: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var limits = StoreCleaning.Limits()
        var isProtected = false
        /// The fetches that stay, by their requests.
        let fetches: [String]
        /// The content that stays.
        let content: [UInt8]
    }

    static let cleanings = [
        Cleaning(testDescription: "no limits", fetches: ["old", "new"], content: [1, 2, 3]),
        Cleaning(testDescription: "by age", limits: .init(since: 5), fetches: ["new"], content: [2, 3]),
        Cleaning(testDescription: "by size", limits: .init(size: 250_000), fetches: ["new"], content: [2, 3]),
        Cleaning(
            testDescription: "hardly", limits: .init(size: 300_000), fetches: ["old", "new"], content: [1, 2, 3]),
        Cleaning(testDescription: "to nothing", limits: .init(size: 0), fetches: [], content: []),
        Cleaning(
            testDescription: "to what a set needs", limits: .init(size: 0), isProtected: true, fetches: [],
            content: [3]),
    ]

    @Test(
        "What is beyond the limits goes, the oldest first, and never what the protected set needs", arguments: cleanings
    )
    func clean(_ example: Cleaning) throws {
        try withTemporaryDirectory { directory in
            let store = Store(state: directory("s"))
            let kept = KeptFetches(state: directory("s"), pipeline: "p", period: "all")
            let digests = try (0...3).map { try store.keep([UInt8](repeating: UInt8($0), count: 100_000)) }
            // The first is nobody's; the second is needed by an old fetch, the third by a new one, the fourth by a set.
            try kept.keep(Self.fetch("old", at: 1, digests: [digests[1]]))
            try kept.keep(Self.fetch("new", at: 1_000_000, digests: [digests[2]]))
            let run = StoredRun(pipelinePath: "p", pipelineDigest: digests[3], inputs: [])
            try store.remember(run, ofSet: "5e7")
            let cleaning = StoreCleaning(
                state: directory("s"), limits: example.limits, protectedSet: example.isProtected ? "5e7" : nil)
            let counted = try cleaning.run(isDryRun: true)
            #expect(digests.allSatisfy { Directory.exists(store.path(of: $0)) })
            let outcome = try cleaning.run()
            #expect(outcome == counted)
            let left = (0...3).filter { Directory.exists(store.path(of: digests[$0])) }.map(UInt8.init)
            #expect(left == example.content)
            #expect(outcome.removedFiles == 4 - left.count)
            #expect(outcome.removedBytes == outcome.removedFiles * 100_000)
            let fetches = ["old", "new"].filter { kept.fetch(Self.key($0)) != nil }
            #expect(fetches == example.fetches)
            #expect(try cleaning.run().removedFiles == 0)
        }
    }

    @Test("What a set's pipeline included stays as long as the set")
    func fragments() throws {
        try withTemporaryDirectory { directory in
            let store = Store(state: directory("s"))
            let digests = try (0...2).map { try store.keep([UInt8](repeating: UInt8($0), count: 10)) }
            let run = StoredRun(
                pipelinePath: "p", pipelineDigest: digests[0], inputs: [],
                fragments: [StoredRun.Fragment(path: "f", digest: digests[1])])
            try store.remember(run, ofSet: "5e7")
            _ = try StoreCleaning(state: directory("s"), limits: .init(size: 0), protectedSet: "5e7").run()
            #expect(digests.map { Directory.exists(store.path(of: $0)) } == [true, true, false])
        }
    }

    @Test(
        "Sizes are told in the unit that fits",
        arguments: [(999, "999 bytes"), (1_999, "1.9 kB"), (2_050_000_000, "2.0 GB")])
    func sizes(count: Int, text: String) {
        #expect(ByteCount.text(count) == text)
    }

    @Test("Runs share the store's lock, and a cleaning has it alone")
    func locks() throws {
        try withTemporaryDirectory { directory in
            let (one, two) = (try StoreLock(sharing: directory("s")), try StoreLock(sharing: directory("s")))
            #expect(throws: StreamingError.self) { try StoreLock(alone: directory("s")) }
            #expect(try !one.takeAlone())
            withExtendedLifetime(two) {}
        }
    }
}
