/// Holds what a summary says of changed sources (D5) against the manifest, which has the sources of this run. What they were
/// before, only the earlier set can tell.
struct SourceChangeVerification {
    let stated: PublishedSummary.SourceChanges
    let manifest: Manifest

    private static let file = "summary.json"

    /// The check.
    func check() -> VerificationCheck {
        var check = VerificationCheck("D5")
        let digests = Dictionary(
            manifest.inputs.map { ($0.name, $0.contentDigest) }, uniquingKeysWith: { first, _ in first })
        for change in stated.changes {
            let place = "source_changes, \(change.name)"
            check.require(
                change.after ?? "none", is: digests[change.name] ?? "none", "is not the manifest's", in: Self.file,
                place)
            if change.before == change.after {
                check.note(SetFault(file: Self.file, column: place, "has not changed"))
            }
        }
        let changed = stated.changes.count { $0.after != nil }
        check.require(
            stated.unchanged, is: manifest.inputs.count - changed, "inputs: the manifest has others", in: Self.file,
            "source_changes.unchanged")
        check.require(
            stated.holds, is: stated.changes.isEmpty || stated.isOfProvisional, "is not what the changes say",
            in: Self.file, "source_changes.holds")
        check.figures =
            "\(stated.unchanged) inputs are said to be what they were, and \(stated.changes.count) are not; what they were, only "
            + "the earlier set can tell"
        return check
    }
}
