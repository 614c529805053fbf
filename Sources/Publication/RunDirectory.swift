package import Streaming

/// The directory of one run inside the state directory: what is being fetched, and what is staged for publishing.
package struct RunDirectory: Sendable {
    /// The run's directory.
    package let path: String

    /// Makes a new directory for a run.
    ///
    /// - Parameter state: The state directory; it is made when it is not there.
    package init(state: String) throws(StreamingError) {
        path = "\(state)/runs/\(RandomToken.make(length: 12))"
        try Directory.create(staging)
        try Directory.create(fetched)
    }

    /// Where the files to be published are staged.
    package var staging: String { path + "/staging" }

    /// Where bytes are written while they arrive.
    package var fetched: String { path + "/fetched" }

    /// Removes the directory with everything in it.
    package func remove() throws(StreamingError) {
        try Directory.removeTree(path)
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
