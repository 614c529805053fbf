import Pipelines
package import Publication

/// Which of the things that earlier runs have fetched may be used again.
package struct ReusePolicy: Sendable, Hashable {
    /// Whether the run goes on where those before it have stopped; otherwise it fetches everything anew.
    package var isResuming = false
    /// The stages that fetch anew all the same. A stage that is fanned out is named without the item.
    package var forcedStages: Set<String> = []
    /// How old something may be, in seconds; `nil` for any age.
    package var maximumAge: Int?

    /// A policy from its parts.
    package init(isResuming: Bool = false, forcedStages: Set<String> = [], maximumAge: Int? = nil) {
        self.isResuming = isResuming
        self.forcedStages = forcedStages
        self.maximumAge = maximumAge
    }

    /// Whether a stage fetches anew whatever is kept.
    func forces(_ stage: String) -> Bool {
        forcedStages.contains(stage) || forcedStages.contains(String(stage.prefix { $0 != "[" }))
    }

    /// What is to be done about a fetch.
    ///
    /// - Parameters:
    ///   - use: What it is for; what was of no use to the same before is fetched anew.
    ///   - kept: What is kept under the fetch's own key.
    ///   - others: What the stage has fetched under whatever key, the newest first.
    ///   - now: The seconds since 1970.
    ///   - hasContent: Whether the store has the bodies of what is kept.
    func decision(
        stage: String, key: FetchKey, use: String, kept: KeptFetch?, others: () -> [KeptFetch], now: Int,
        hasContent: (KeptFetch) -> Bool
    ) -> FetchDecision {
        guard isResuming else { return .fetch(.notResuming) }
        if forces(stage) { return .fetch(.forced) }
        guard let kept else {
            guard let other = others().first else { return .fetch(.nothingKept) }
            return .fetch(.changed(key.difference(to: other.key)))
        }
        if kept.failedUse == use { return .fetch(.failedBefore) }
        // What seems to come from the future has an age that nobody knows.
        if let maximumAge, !(0..<maximumAge).contains(now - kept.fetchedAt) {
            return .fetch(.tooOld(fetchedAt: kept.fetchedAt))
        }
        return hasContent(kept) ? .reuse(kept) : .fetch(.contentMissing)
    }
}

extension ReusePolicy {
    /// Makes sure that what is forced are stages that fetch.
    func requireStages(of pipeline: Pipeline) throws(RunFailure) {
        let names = pipeline.stages.filter(\.fetches).map(\.name)
        guard let unknown = forcedStages.subtracting(names).sorted().first else { return }
        let known = names.isEmpty ? "this pipeline has none" : "there are \(names.joined(separator: ", "))"
        throw RunFailure(.usage, "--force \(unknown): no stage of this name fetches; \(known)")
    }
}

/// Whether something is fetched or used again.
package enum FetchDecision: Sendable, Hashable {
    /// It is used again as it was fetched then.
    case reuse(KeptFetch)
    /// It is fetched.
    case fetch(Reason)

    /// Why something is fetched.
    package enum Reason: Sendable, Hashable {
        /// The run does not resume another.
        case notResuming
        /// The user asks for it.
        case forced
        /// No run has fetched it whole.
        case nothingKept
        /// Something else was fetched; these components of the key differ.
        case changed([FetchKey.Component])
        /// It is older than the user allows.
        case tooOld(fetchedAt: Int)
        /// The store does not have the bytes any more, or has others.
        case contentMissing
        /// A run of the same pipeline could not use it.
        case failedBefore
        /// What will be asked for depends on something that has to be fetched first.
        case unknownUntilRun
    }
}

extension FetchDecision.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notResuming: "everything is fetched anew without --resume"
        case .forced: "--force asks for it"
        case .nothingKept: "no run has fetched it whole yet"
        case .changed(let components): "\(Self.list(components.map(Self.words))) changed"
        case .tooOld(let time): "what was fetched \(InstantText.minutes(time)) is older than --max-age allows"
        case .contentMissing: "the store does not have its content any more"
        case .failedBefore: "this pipeline could not use what was fetched"
        case .unknownUntilRun: "unknown until run: it depends on what is fetched before"
        }
    }

    private static func words(_ component: FetchKey.Component) -> String {
        switch component {
        case .service: "the address of the service"
        case .request: "the request"
        case .account: "the account or its key"
        case .stageVersion: "the program's way of fetching"
        case .inputs: "what it is asked for by"
        }
    }

    private static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
        return "\(words.dropLast().joined(separator: ", ")) and \(last)"
    }
}
