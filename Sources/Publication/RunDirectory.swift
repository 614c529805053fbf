package import Streaming

/// The directory of one run inside the state directory: what is being fetched, and what is staged for publishing.
package struct RunDirectory: Sendable {
    private let directory: LockedDirectory

    /// Makes a new directory for a run.
    ///
    /// - Parameter state: The state directory; it is made when it is not there.
    package init(state: String) throws(StreamingError) {
        directory = try LockedDirectory("\(state)/runs/\(RandomToken.make(length: 12))", gate: Self.gate(state))
        fetched = directory.path + "/fetched"
        do {
            try Directory.create(staging)
            try Directory.create(fetched)
        } catch {
            try? remove()
            throw error
        }
    }

    /// The run's directory.
    package var path: String { directory.path }

    /// Where the files to be published are staged.
    package var staging: String { path + "/staging" }

    /// Where bytes are written while they arrive.
    package private(set) var fetched: String

    /// The same directory with another place below ``fetched`` for bytes while they arrive: one of their own for those of
    /// a try, which may have to go.
    package func fetching(apart name: String) throws(StreamingError) -> RunDirectory {
        var copy = self
        copy.fetched = "\(fetched)/\(name)"
        try Directory.create(copy.fetched)
        return copy
    }

    /// Removes the directory with everything in it.
    package func remove() throws(StreamingError) {
        try Directory.removeTree(path)
    }

    private static func gate(_ state: String) -> String { state + "/locks/runs.lock" }
}

extension RunDirectory {
    /// A directory that a run has left behind.
    package struct Leftover: Sendable, Hashable {
        /// Where it is.
        package let path: String
        /// Whether it was left on purpose: it holds nothing but the rejects that a message has named.
        package let isKept: Bool
    }

    /// The directories of runs that do not run any more.
    package static func leftovers(state: String) throws(StreamingError) -> [Leftover] {
        try LockedDirectory.leftovers(in: state + "/runs", gate: gate(state)).map { path in
            Leftover(path: path, isKept: !Directory.exists(path + "/fetched") && hasRejects(path + "/staging"))
        }
    }

    /// What the names of files with the rejects of a failed stage begin with.
    package static let rejectsPrefix = "rejects-"

    private static func hasRejects(_ staging: String) -> Bool {
        ((try? Directory.names(in: staging)) ?? []).contains { $0.hasPrefix(rejectsPrefix) }
    }
}

/// A lock that the kernel lets go when its process ends: a dead run never blocks the next.
package struct RunLock: Sendable {
    private let file: File

    /// Takes the lock of a pipeline and period.
    ///
    /// - Throws: Code `locked` when another run holds it.
    package init(state: String, pipeline: String, period: String) throws(StreamingError) {
        try Directory.create(state + "/locks")
        file = try File.openLock("\(state)/locks/\(pipeline)-\(period).lock")
        try file.lock(isWaiting: false)
    }
}

/// The lock of a store: those that add to it share it, and one that removes from it has it alone.
package struct StoreLock: Sendable {
    private let file: File

    /// Takes the lock as one of those that add.
    ///
    /// - Throws: `StreamingError`; waits while somebody removes.
    package init(sharing state: String) throws(StreamingError) {
        file = try Self.file(state)
        try file.lock(isWaiting: true, isShared: true)
    }

    /// Takes the lock alone.
    ///
    /// - Throws: Code `locked` while others hold it.
    package init(alone state: String) throws(StreamingError) {
        file = try Self.file(state)
        try file.lock(isWaiting: false)
    }

    /// Shares the lock no longer, and has it alone if nobody else shares it.
    ///
    /// - Returns: Whether nobody does; if somebody does, the lock is let go.
    package func takeAlone() throws(StreamingError) -> Bool {
        do throws(StreamingError) {
            try file.lock(isWaiting: false)
            return true
        } catch  where error.code == .locked {
            return false
        }
    }

    private static func file(_ state: String) throws(StreamingError) -> File {
        try Directory.create(state + "/locks")
        return try File.openLock("\(state)/locks/store.lock")
    }
}
