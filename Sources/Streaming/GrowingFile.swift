internal import Synchronization

/// A file that one party writes while others read it from the start.
///
/// What comes over the network drains into one of these, so a sender is never kept waiting by those who read:
/// the disk is the buffer. Readers that have caught up wait for growth without holding a thread.
package final class GrowingFile: Sendable {
    private struct State {
        var length = 0
        var ending: Result<Void, any Error>?
        var lastTicket = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var cancelledTickets: Set<Int> = []
    }

    private let file: File
    private let state = Mutex(State())

    /// A file that is written from now on; `file` is empty and open for writing.
    package init(_ file: File) {
        self.file = file
    }

    /// A file that is complete already.
    package init(complete file: File) throws(StreamingError) {
        self.file = file
        let size = try file.attributes().size
        state.withLock {
            $0.length = size
            $0.ending = .success(())
        }
    }

    /// The path under which the file was created.
    package var path: String { file.path }

    /// How many bytes have been written so far.
    package var length: Int { state.withLock { $0.length } }

    /// Adds bytes at the end and wakes the readers. Blocks while the disk is busy. One party only may write.
    package func append(_ bytes: Span<UInt8>) throws(StreamingError) {
        try file.write(bytes)
        wake { $0.length += bytes.count }
    }

    /// Waits until the bytes lie on the disk.
    package func synchronize() throws(StreamingError) {
        try file.synchronize()
    }

    /// Says that the file is complete, or that the rest will never come.
    package func finish(throwing error: (any Error)? = nil) {
        wake { state in
            if state.ending == nil { state.ending = error.map { .failure($0) } ?? .success(()) }
        }
    }

    /// Reads from an offset into the buffer, which keeps its size; waits for growth where the file ends so far.
    ///
    /// - Returns: How many bytes came; 0 after the last byte of a complete file.
    /// - Throws: The error that the writer ended with; `CancellationError` when the task is cancelled.
    package func read(into buffer: inout [UInt8], at offset: Int) async throws -> Int {
        while true {
            try Task.checkCancellation()
            let (length, ending) = state.withLock { ($0.length, $0.ending) }
            if length > offset { return try file.read(into: &buffer, at: offset) }
            if let ending {
                try ending.get()
                return 0
            }
            await growth(beyond: offset)
        }
    }

    /// Waits until the file is complete.
    ///
    /// - Throws: As ``read(into:at:)``.
    package func waitUntilComplete() async throws {
        while true {
            try Task.checkCancellation()
            let (length, ending) = state.withLock { ($0.length, $0.ending) }
            if let ending { return try ending.get() }
            await growth(beyond: length)
        }
    }

    /// Returns when the file is longer than `offset`, has ended, or the task is cancelled.
    private func growth(beyond offset: Int) async {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustNotWait = state.withLock { state in
                    let isOver = state.length > offset || state.ending != nil
                    if isOver || state.cancelledTickets.remove(ticket) != nil { return true }
                    state.waiting[ticket] = continuation
                    return false
                }
                if mustNotWait { continuation.resume() }
            }
        } onCancel: {
            let stranded = state.withLock { state in
                let stranded = state.waiting.removeValue(forKey: ticket)
                if stranded == nil { state.cancelledTickets.insert(ticket) }
                return stranded
            }
            stranded?.resume()
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let woken = state.withLock { state in
            change(&state)
            let woken = Array(state.waiting.values)
            state.waiting = [:]
            return woken
        }
        woken.forEach { $0.resume() }
    }
}
