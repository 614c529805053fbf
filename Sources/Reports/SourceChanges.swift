/// How what a run has read differs from what an earlier run of the same period had read (D5).
package struct SourceChanges: Sendable {
    /// An input that is not what it was.
    package struct Change: Sendable, Hashable {
        /// What the input is called.
        package let name: String
        /// The SHA-256 of its content in the earlier run; `nil` where that had no such input.
        package let before: String?
        /// The SHA-256 of its content in this one; `nil` where this has no such input.
        package let after: String?

        /// A change from its parts.
        package init(name: String, before: String?, after: String?) {
            self.name = name
            self.before = before
            self.after = after
        }
    }

    /// The SHA-256 of the earlier set's manifest.
    package let manifestDigest: String
    /// Whether the earlier set was provisional: its sources were to change.
    package let isOfProvisional: Bool
    /// How many inputs are what they were.
    package let unchanged: Int
    /// Those that are not: of this run in its order, then of the earlier one.
    package let changes: [Change]

    /// Changes from their parts.
    package init(manifestDigest: String, isOfProvisional: Bool, unchanged: Int, changes: [Change]) {
        self.manifestDigest = manifestDigest
        self.isOfProvisional = isOfProvisional
        self.unchanged = unchanged
        self.changes = changes
    }

    /// Whether nothing has changed that was final.
    package var holds: Bool { changes.isEmpty || isOfProvisional }

    /// What was held against what, in a line.
    var title: String {
        let counts = "\(grouped(unchanged)) inputs unchanged, \(grouped(changes.count)) changed"
        let provisional = isOfProvisional ? ", which was provisional" : ""
        return "D5, against the set with the manifest \(Self.short(manifestDigest))\(provisional): \(counts)"
    }

    /// The comparison for people.
    var lines: [String] { [title] + changes.map { "  \($0)" } }

    /// Why the books do not tie out, in a few words; `nil` where nothing has changed that was final.
    package var failure: String? {
        if holds { return nil }
        return changes.count == 1
            ? "1 source is not what it was (D5)" : "\(grouped(changes.count)) sources are not what they were (D5)"
    }

    fileprivate static func short(_ digest: String) -> String { "\(digest.prefix(12))…" }
}

extension SourceChanges.Change: CustomStringConvertible {
    /// `report.json: content was 77aa01b2c3d4…, is 9f3c0a1b2c3d…`
    package var description: String {
        switch (before, after) {
        case (let before?, let after?):
            "\(name): content was \(SourceChanges.short(before)), is \(SourceChanges.short(after))"
        case (nil, _): "\(name): the earlier run had none"
        case (_, nil): "\(name): is no more among the inputs"
        }
    }
}
