internal import Dispatch
import Streaming
import Synchronization
import Testing

@Suite("Worker threads", .timeLimit(.minutes(15)))
struct WorkerThreadsTests {
    /// A meeting of jobs that block until all have come. A deadline ends a meeting that cannot succeed.
    private final class Meeting: Sendable {
        private let missing: Mutex<Int>
        private let isComplete = DispatchSemaphore(value: 0)

        init(of count: Int) {
            missing = Mutex(count)
        }

        func attend() -> Bool {
            let isLast = missing.withLock { missing in
                missing -= 1
                return missing == 0
            }
            if isLast { isComplete.signal() }
            guard isComplete.wait(timeout: .now() + .seconds(20)) == .success else { return false }
            isComplete.signal()
            return true
        }
    }

    @Test("Every job runs once")
    func manyJobs() async {
        let threads = WorkerThreads(count: 3, name: "many")
        defer { threads.close() }
        let sum = await withTaskGroup { group in
            for number in 1...2000 {
                group.addTask(executorPreference: threads) {
                    await Task.yield()
                    return number
                }
            }
            return await group.reduce(0, +)
        }
        #expect(sum == 2_001_000)
    }

    @Test("As many jobs block at once as there are threads, of all pools together")
    func allThreadsBlock() async {
        let pools = (0..<3).map { WorkerThreads(count: 8, name: "pool \($0)") }
        defer { pools.forEach { $0.close() } }
        let meeting = Meeting(of: 24)
        let met = await withTaskGroup { group in
            for number in 0..<24 {
                group.addTask(executorPreference: pools[number % 3]) { meeting.attend() }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(met == Array(repeating: true, count: 24))
    }

    @Test("Tasks without a preference go on while all threads are blocked")
    func cooperativePoolStaysFree() async {
        let threads = WorkerThreads(count: 16, name: "blocked")
        defer { threads.close() }
        let meeting = Meeting(of: 17)
        let met = await withTaskGroup { group in
            for _ in 0..<16 {
                group.addTask(executorPreference: threads) { meeting.attend() }
            }
            group.addTask { meeting.attend() }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(met == Array(repeating: true, count: 17))
    }

    @Test("What was queued before the end is still done")
    func close() async {
        let threads = WorkerThreads(count: 1, name: "closing")
        let done = await withTaskGroup { group in
            for _ in 0..<100 {
                group.addTask(executorPreference: threads) { 1 }
            }
            threads.close()
            return await group.reduce(0, +)
        }
        #expect(done == 100)
    }
}
