import Publication
import StreamOneIon
import Streaming
import Synchronization

/// What earlier runs of the pipeline and period have fetched, for the stages of this one.
final class FetchRecall: Sendable {
    private struct State {
        /// Whether something of this run's is kept already.
        var hasKept = false
        /// What each stage has handed on, fetched or reused.
        var used: [String: [KeptFetch]] = [:]
        /// The stages whose bytes turned out to be of no use, perhaps before they had all come.
        var unusable: Set<String> = []
    }

    private let kept: KeptFetches
    /// What was kept when the run began.
    private let earlier: [String: [KeptFetch]]
    private let policy: ReusePolicy
    private let keys: FetchKeys
    private let clock: @Sendable () -> Int
    private let state = Mutex(State())

    init(_ request: RunRequest, pipeline: String, period: String, pipelineText: [UInt8]) throws {
        kept = KeptFetches(state: request.stateDirectory, pipeline: pipeline, period: period)
        policy = request.reuse
        earlier = policy.isResuming ? kept.fetchesByStage() : [:]
        clock = request.secondsSinceEpoch
        keys = FetchKeys(
            request, salt: try Store(state: request.stateDirectory).salt(), pipelineText: pipelineText)
    }

    /// A fetch of a stage that is about to begin.
    ///
    /// - Parameters:
    ///   - version: That of the code of the stage.
    ///   - inputs: What the request was made of, where it was made of something fetched.
    func begin(_ stage: String, _ identity: RequestIdentity, version: String, inputs: String = "") -> PendingFetch {
        PendingFetch(
            stage: stage, key: keys.key(identity, version: version, inputs: inputs), beganAt: clock(), recall: self)
    }

    fileprivate func decision(_ fetch: PendingFetch) -> FetchDecision {
        let decision = policy.decision(
            stage: fetch.stage, key: fetch.key, use: keys.use, kept: policy.isResuming ? kept.fetch(fetch.key) : nil,
            others: { earlier[fetch.stage] ?? [] }, now: fetch.beganAt, hasContent: kept.hasContent)
        guard case .reuse(let found) = decision else { return decision }
        if kept.damagedBody(of: found) != nil { return .fetch(.contentMissing) }
        state.withLock { $0.used[fetch.stage, default: []].append(found) }
        return decision
    }

    /// Keeps what was fetched whole. The first fetch of a run that resumes none takes the place of all that was kept: what
    /// a later run resumes is this one.
    fileprivate func keep(_ fetch: KeptFetch) throws(StreamingError) {
        try state.withLock { state throws(StreamingError) in
            if !state.hasKept, !policy.isResuming { try kept.forgetAll() }
            state.hasKept = true
            var fetch = fetch
            if state.unusable.contains(fetch.stage) { fetch.failedUse = keys.use }
            try kept.keep(fetch)
            state.used[fetch.stage, default: []].append(fetch)
        }
    }

    /// Says that what some stages have fetched is of no use to this pipeline: to use it again would fail again.
    func markUnusable(_ stages: Set<String>) {
        let fetches = state.withLock { state in
            state.unusable.formUnion(stages)
            return state.used.filter { stages.contains($0.key) }.values.flatMap(\.self)
        }
        for var fetch in fetches {
            fetch.failedUse = keys.use
            // One that cannot be marked is used again, and fails as it did.
            try? kept.keep(fetch)
        }
    }
}

/// A fetch whose key is known: it is either used again or made.
struct PendingFetch: Sendable {
    let stage: String
    let key: FetchKey
    let beganAt: Int
    fileprivate let recall: FetchRecall

    /// Whether what earlier runs have fetched is used again. Reads all of it to make sure that it is what was fetched.
    func decision() -> FetchDecision { recall.decision(self) }

    /// Says that everything was fetched and lies in the store.
    func keep(_ bodies: [KeptFetch.Body]) throws(StreamingError) {
        try recall.keep(KeptFetch(stage: stage, key: key, fetchedAt: beganAt, bodies: bodies))
    }
}
