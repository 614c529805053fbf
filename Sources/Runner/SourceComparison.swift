import Publication
import Reports

/// Holds what a run reads against what an earlier run of the same pipeline and period had read.
struct SourceComparison: Sendable {
    private let earlier: PublishedSet

    /// A comparison with the set in a directory.
    ///
    /// - Throws: ``RunFailure`` when there is none, or it is of another pipeline or period.
    init(with directory: String, pipeline: String, period: String) throws(RunFailure) {
        do {
            earlier = try PublishedSet(directory)
            try earlier.requireUnchanged("summary.json")
        } catch {
            throw RunFailure(.badInput, "--against \(directory): \(error)")
        }
        let summary = earlier.summary
        guard (summary.pipeline, summary.period) == (pipeline, period) else {
            throw RunFailure(
                .badInput,
                "--against \(directory): that is the set of \(summary.pipeline) \(summary.period), and this run is "
                    + "\(pipeline) \(period); only the sources of one period can be compared")
        }
    }

    /// How the inputs differ, by their names and contents.
    ///
    /// - Parameter isWhole: Whether these are all inputs: only then can one be gone.
    func changes(of inputs: [ManifestEntry], isWhole: Bool = true) -> SourceChanges {
        let before = digests(of: earlier.manifest.inputs)
        let after = digests(of: inputs)
        let changed = inputs.filter { before[$0.name] != after[$0.name] }.map(\.name)
        let gone = isWhole ? earlier.manifest.inputs.map(\.name).filter { after[$0] == nil } : []
        return SourceChanges(
            manifestDigest: earlier.manifestDigest, isOfProvisional: earlier.summary.isProvisional,
            unchanged: inputs.count - changed.count,
            changes: (changed + gone).map { SourceChanges.Change(name: $0, before: before[$0], after: after[$0]) })
    }

    private func digests(of entries: [ManifestEntry]) -> [String: String] {
        Dictionary(entries.map { ($0.name, $0.contentDigest) }, uniquingKeysWith: { $1 })
    }
}
