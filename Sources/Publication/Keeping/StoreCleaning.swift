package import Streaming

/// Removes from a store what nothing needs any more, and what is beyond some limits.
///
/// Whoever cleans holds the ``StoreLock`` alone. What needs content goes before the content: a cleaning that is killed
/// leaves nothing that points nowhere but bytes that nothing needs.
package struct StoreCleaning: Sendable {
    /// How much may stay.
    package struct Limits: Sendable, Hashable {
        /// How many bytes of content; `nil` for any number.
        package var size: Int?
        /// Since when something must have been fetched or published, in seconds since 1970; `nil` for any time.
        package var since: Int?

        /// Limits from their parts.
        package init(size: Int? = nil, since: Int? = nil) {
            self.size = size
            self.since = since
        }
    }

    /// What goes, and what stays.
    package struct Outcome: Sendable, Hashable {
        /// How many sets can no longer be explained.
        package fileprivate(set) var forgottenSets = 0
        /// How many fetches can no longer be used again.
        package fileprivate(set) var forgottenFetches = 0
        /// How many files of content go, or were left half written.
        package fileprivate(set) var removedFiles = 0
        /// How many bytes they have.
        package fileprivate(set) var removedBytes = 0
        /// How many files of content stay.
        package fileprivate(set) var keptFiles = 0
        /// How many bytes they have.
        package fileprivate(set) var keptBytes = 0

        /// What goes and what stays, in a line.
        package func words(isDryRun: Bool) -> String {
            let removed = removedFiles == 0 ? "nothing" : "\(removedFiles) files (\(ByteCount.text(removedBytes)))"
            var words = "\(removed) \(isDryRun ? "would be removed" : "removed")"
            if forgottenSets > 0 { words += ", \(forgottenSets) sets can no longer be explained" }
            if forgottenFetches > 0 { words += ", \(forgottenFetches) fetches can no longer be resumed" }
            return words + "; \(keptFiles) files (\(ByteCount.text(keptBytes))) stay"
        }
    }

    private let store: Store
    private let limits: Limits
    /// The set that keeps what it needs, whatever the limits are.
    private let protectedSet: String?

    /// A cleaning of the store of a state directory.
    ///
    /// - Parameter protectedSet: The digest of the manifest of a set that keeps what it needs, whatever the limits are.
    package init(state: String, limits: Limits, protectedSet: String? = nil) {
        store = Store(state: state)
        self.limits = limits
        self.protectedSet = protectedSet
    }

    /// Removes what is to go.
    ///
    /// - Parameter isDryRun: Whether it is only counted.
    package func run(isDryRun: Bool = false) throws(StreamingError) -> Outcome {
        let contents = try StoreContents(store)
        let (going, staying) = divided(contents)
        let needed = Set(staying.flatMap(\.digests))
        var outcome = Outcome()
        for holder in going {
            if holder.kind == .set { outcome.forgottenSets += 1 } else { outcome.forgottenFetches += 1 }
            if !isDryRun { try Directory.removeFile(holder.path) }
        }
        for (digest, size) in contents.sizes {
            if needed.contains(digest) {
                outcome.keptFiles += 1
                outcome.keptBytes += size
            } else {
                try remove(store.path(of: digest), size, isDryRun, &outcome)
            }
        }
        for draft in contents.drafts { try remove(draft.path, draft.size, isDryRun, &outcome) }
        return outcome
    }

    /// Whether the store has more content than it may have; cheaper than to work out what is to go.
    package func isNeeded() throws(StreamingError) -> Bool {
        guard let limit = limits.size else { return false }
        return try StoreContents.size(of: store) > limit
    }

    private func remove(
        _ path: String, _ size: Int, _ isDryRun: Bool, _ outcome: inout Outcome
    ) throws(StreamingError) {
        outcome.removedFiles += 1
        outcome.removedBytes += size
        if !isDryRun { try Directory.removeFile(path) }
    }

    /// Those that are beyond the limits, the oldest first, and those that stay.
    private func divided(
        _ contents: StoreContents
    ) -> (going: [StoreContents.Holder], staying: [StoreContents.Holder]) {
        let protected = contents.holders.first { $0.kind == .set && $0.set == protectedSet }?.digests ?? []
        var uses: [String: Int] = [:]
        for digest in contents.holders.lazy.flatMap(\.digests) { uses[digest, default: 0] += 1 }
        var size = uses.keys.reduce(0) { $0 + (contents.sizes[$1] ?? 0) }
        var (going, staying): ([StoreContents.Holder], [StoreContents.Holder]) = ([], [])
        for holder in contents.holders {
            // To forget something that needs no more than the protected set would make no room.
            let isBeyond = holder.time < limits.since ?? .min || size > limits.size ?? .max
            guard isBeyond, !holder.digests.isSubset(of: protected) else {
                staying.append(holder)
                continue
            }
            going.append(holder)
            for digest in holder.digests {
                uses[digest, default: 0] -= 1
                if uses[digest] == 0 { size -= contents.sizes[digest] ?? 0 }
            }
        }
        return (going, staying)
    }
}

/// Sizes as messages write them.
package enum ByteCount {
    private static let units = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")]

    /// With one digit behind the point, cut and not rounded: `1.2 GB`.
    package static func text(_ count: Int) -> String {
        guard let (size, unit) = units.first(where: { count >= $0.0 }) else { return "\(count) bytes" }
        return "\(count / size).\(count % size * 10 / size) \(unit)"
    }
}
