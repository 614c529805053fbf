internal import Dispatch
internal import Synchronization

/// Threads that compress the blocks of one gzip member at the same time. Whoever hands them blocks takes them back in
/// order.
///
/// The crew lives for as long as its threads, which end after ``close()``.
final class GzipCrew: Sendable {
    private struct State {
        /// Blocks that no thread has taken up, the next one first.
        var waiting: [GzipBlock] = []
        /// Compressed blocks by their numbers.
        var compressed: [Int: GzipBlock] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())
    /// Counts the blocks that wait, and at the end one for each thread.
    private let work = DispatchSemaphore(value: 0)
    /// Counts the blocks that were compressed.
    private let progress = DispatchSemaphore(value: 0)
    private let count: Int

    /// Starts so many threads.
    init(count: Int, level: Int) {
        self.count = count
        for _ in 0..<count {
            DedicatedThread.start(name: "gzip") { [self] in compressAll(level: level) }
        }
    }

    /// Has a block compressed.
    func start(_ block: consuming GzipBlock) {
        let block = block
        state.withLock { $0.waiting.append(block) }
        work.signal()
    }

    /// Waits for the block of this number, which was started, and gives it back.
    func result(_ number: Int) -> GzipBlock {
        while true {
            if let block = state.withLock({ $0.compressed.removeValue(forKey: number) }) { return block }
            progress.wait()
        }
    }

    /// Ends the threads, each after the block that it is at. Blocks that nobody has begun are dropped.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.waiting = []
        }
        for _ in 0..<count { work.signal() }
    }

    private func compressAll(level: Int) {
        var compressor = GzipCompressor(level: level)
        while let block = next() {
            var block = block
            compressor.compress(&block)
            let number = block.number
            state.withLock { $0.compressed[number] = block }
            progress.signal()
        }
    }

    /// Waits for a block that nobody has taken up; `nil` when there will be none.
    private func next() -> GzipBlock? {
        while true {
            work.wait()
            let (block, isClosed) = state.withLock { state in
                (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isClosed)
            }
            if block != nil || isClosed { return block }
        }
    }
}
