import Streaming

/// Shows to others that whoever is sending an order is still at it: the kernel's lock goes when the process does.
///
/// It is taken before the intent is written, so that nobody ever finds the intent of a living sender without it.
struct SenderLock: Sendable {
    /// The sender's name, which no other has.
    let name: String
    private let file: File
    private let path: String

    /// Takes a lock of its own in a state directory.
    init(state: String) throws(StreamingError) {
        name = RandomToken.make(length: 12)
        path = Self.path(name, state)
        try Directory.create(state + "/locks")
        file = try File.openLock(path)
        try file.lock(isWaiting: false)
    }

    /// Removes the lock. Its file is left behind only by a process that was killed.
    func release() {
        try? Directory.removeFile(path)
    }

    /// Whether the sender of a name is alive.
    static func isHeld(_ name: String, state: String) -> Bool {
        guard let file = try? File.open(path(name, state)) else { return false }
        do throws(StreamingError) {
            try file.lock(isWaiting: false)
            return false
        } catch {
            return error.code == .locked
        }
    }

    private static func path(_ name: String, _ state: String) -> String { "\(state)/locks/sender-\(name).lock" }
}
