/// A directory of one process: as long as the process lives, it holds the kernel's lock on a file in it. One whose lock is
/// free was left behind by a process that was killed.
package struct LockedDirectory: Sendable {
    /// Where it is.
    package let path: String
    private let lock: File

    private static let lockName = "lock"

    /// Makes a new directory.
    ///
    /// - Parameter gate: A file that is locked while directories are made or looked at: nobody sees one that is made and
    ///   not locked yet.
    package init(_ path: String, gate: String) throws(StreamingError) {
        self.path = path
        let gate = try Self.closed(gate)
        defer { withExtendedLifetime(gate) {} }
        try Directory.create(path)
        do {
            lock = try File.openLock("\(path)/\(Self.lockName)")
            try lock.lock(isWaiting: false)
        } catch {
            try? Directory.removeTree(path)
            throw error
        }
    }

    /// The directories that processes have left behind which do not live any more.
    ///
    /// - Parameter prefix: What their names begin with.
    package static func leftovers(
        in parent: String, prefix: String = "", gate: String
    ) throws(StreamingError) -> [String] {
        guard Directory.exists(parent) else { return [] }
        let gate = try closed(gate)
        defer { withExtendedLifetime(gate) {} }
        return try Directory.names(in: parent).filter { $0.hasPrefix(prefix) }.map { "\(parent)/\($0)" }
            .filter(isAbandoned)
    }

    private static func closed(_ gate: String) throws(StreamingError) -> File {
        try Directory.create(Directory.parent(of: gate))
        let file = try File.openLock(gate)
        try file.lock(isWaiting: true)
        return file
    }

    private static func isAbandoned(_ path: String) -> Bool {
        let file = "\(path)/\(lockName)"
        guard Directory.exists(file) else { return true }
        do {
            try File.openLock(file).lock(isWaiting: false)
            return true
        } catch {
            // Held, or not to be had: better left alone.
            return false
        }
    }
}
