internal import Dispatch
internal import Synchronization

/// A fixed number of threads on which tasks may block: file calls and long computations run here, so the
/// cooperative pool, which is only as wide as the machine has cores, stays free for hand-overs.
///
/// The threads are the system's own and not Dispatch's: those are the cooperative pool's too, and as few.
///
/// Prefer one for a task with `addTask(executorPreference:)`; what the task awaits comes back to these threads.
package final class WorkerThreads: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)
    private let count: Int

    /// Starts the threads.
    ///
    /// - Parameters:
    ///   - count: How many; at least one.
    ///   - name: What debuggers call them; the system keeps 15 bytes of it.
    package init(count: Int, name: String) {
        precondition(count > 0, "work needs a thread")
        self.count = count
        for _ in 0..<count {
            DedicatedThread.start(name: name) { [self] in work() }
        }
    }

    /// Ends the threads once their queue is empty. Without this call they stay for the life of the process.
    package func close() {
        state.withLock { $0.isClosed = true }
        for _ in 0..<count { available.signal() }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        state.withLock { $0.jobs.append(unowned) }
        available.signal()
    }

    private func work() {
        while true {
            available.wait()
            let (job, isClosed) = state.withLock { state in
                (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.isClosed)
            }
            if let job {
                unsafe job.runSynchronously(on: asUnownedTaskExecutor())
            } else if isClosed {
                return
            }
        }
    }
}
