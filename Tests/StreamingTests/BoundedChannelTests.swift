import Streaming
import Synchronization
import Testing

@Suite("Bounded channels", .timeLimit(.minutes(15)))
struct BoundedChannelTests {
    private struct Fault: Error {}

    private final class Counter: Sendable {
        private let count = Mutex(0)

        var value: Int { count.withLock { $0 } }

        func increment() { count.withLock { $0 += 1 } }
    }

    private func everything(from channel: BoundedChannel<Int>) async throws -> [Int] {
        var elements: [Int] = []
        while let element = try await channel.receive() { elements.append(element) }
        return elements
    }

    @Test("Elements arrive once and in order, at any capacity", arguments: [1, 2, 7, 1000])
    func order(capacity: Int) async throws {
        let channel = BoundedChannel<Int>(capacity: capacity)
        async let received = everything(from: channel)
        for element in 0..<500 { try await channel.send(element) }
        channel.finish()
        #expect(try await received == Array(0..<500))
    }

    @Test("A sender is never further ahead than the capacity", arguments: [1, 3])
    func bound(capacity: Int) async throws {
        let channel = BoundedChannel<Int>(capacity: capacity)
        let sent = Counter()
        try await withThrowingTaskGroup { group in
            group.addTask {
                for element in 0..<200 {
                    try await channel.send(element)
                    sent.increment()
                }
                channel.finish()
            }
            var received = 0
            while try await channel.receive() != nil {
                received += 1
                #expect(sent.value <= received + capacity)
            }
            #expect(received == 200)
            try await group.waitForAll()
        }
    }

    @Test("Several senders lose nothing")
    func severalSenders() async throws {
        let channel = BoundedChannel<Int>(capacity: 2)
        try await withThrowingTaskGroup { group in
            for sender in 0..<4 {
                group.addTask {
                    for element in 0..<100 { try await channel.send(sender * 100 + element) }
                }
            }
            async let received = everything(from: channel)
            try await group.waitForAll()
            channel.finish()
            #expect(try await received.sorted() == Array(0..<400))
        }
    }

    @Test("An error reaches the receiver behind the elements")
    func failure() async throws {
        let channel = BoundedChannel<Int>(capacity: 4)
        try await channel.send(1)
        channel.finish(throwing: Fault())
        #expect(try await channel.receive() == 1)
        await #expect(throws: Fault.self) { _ = try await channel.receive() }
        await #expect(throws: CancellationError.self) { try await channel.send(2) }
    }

    @Test("A sender that waits can be cancelled; the channel goes on")
    func cancelledSender() async throws {
        let channel = BoundedChannel<Int>(capacity: 1)
        try await channel.send(1)
        let sender = Task { try await channel.send(2) }
        sender.cancel()
        await #expect(throws: CancellationError.self) { try await sender.value }
        #expect(try await channel.receive() == 1)
        try await channel.send(3)
        #expect(try await channel.receive() == 3)
    }

    @Test("A receiver that waits can be cancelled, and senders then fail")
    func cancelledReceiver() async throws {
        let channel = BoundedChannel<Int>(capacity: 1)
        let receiver = Task { try await channel.receive() }
        receiver.cancel()
        await #expect(throws: CancellationError.self) { _ = try await receiver.value }
        await #expect(throws: CancellationError.self) { try await channel.send(1) }
    }

    @Test("A receiver cancelled between two elements frees a sender that waits")
    func cancelledBetweenElements() async throws {
        let channel = BoundedChannel<Int>(capacity: 1)
        try await channel.send(1)
        let sender = Task { try await channel.send(2) }
        let receiver = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            _ = try await channel.receive()
        }
        await #expect(throws: CancellationError.self) { try await receiver.value }
        await #expect(throws: CancellationError.self) { try await sender.value }
    }
}
