internal import Synchronization

/// A queue between two tasks that holds at most so many elements: a sender waits while it is full, the receiver
/// while it is empty.
///
/// Elements are batches, never single records, so the cost of a hand-over is spread over thousands of rows. The
/// rules are in ``ChannelState``, a value without locks or tasks; this class only runs what it decides, outside
/// the lock.
package final class BoundedChannel<Element: Sendable>: Sendable {
    private typealias Sender = CheckedContinuation<Void, any Error>
    private typealias Receiver = CheckedContinuation<Element?, any Error>
    private typealias State = ChannelState<Element, Sender, Receiver>

    private let state: Mutex<State>

    /// A channel that holds at most `capacity` elements, at least one.
    package init(capacity: Int) {
        state = Mutex(State(capacity: capacity))
    }

    /// Hands an element over; waits while the channel is full.
    ///
    /// - Throws: `CancellationError` when the task is cancelled or the receiver has gone.
    package func send(_ element: Element) async throws {
        try Task.checkCancellation()
        let ticket = state.withLock { $0.makeTicket() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: Sender) in
                run(state.withLock { $0.send(element, ticket: ticket, continuation) })
            }
        } onCancel: {
            run(state.withLock { $0.cancel(ticket) })
        }
    }

    /// The next element, or `nil` after the last; waits while the channel is empty. One task at a time may wait.
    ///
    /// - Throws: The error that the sender ended with; `CancellationError` when the task is cancelled, after which
    ///   senders fail.
    package func receive() async throws -> Element? {
        // A task that was cancelled before is noticed here too: its senders must learn that it has gone.
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: Receiver) in
                run(state.withLock { $0.receive(continuation) })
            }
        } onCancel: {
            run(state.withLock { $0.cancelReceiver() })
        }
    }

    /// Says that no more elements come; what is queued is still received. With an error, the receiver is given it
    /// after what is queued.
    package func finish(throwing error: (any Error)? = nil) {
        run(state.withLock { $0.finish(error) })
    }

    /// Says that the receiver has gone: senders fail from then on.
    package func abandon() {
        run(state.withLock { $0.cancelReceiver() })
    }

    private func run(_ action: State.Action) {
        switch action {
        case .none: break
        case .resumeSender(let continuation): continuation.resume()
        case .failSenders(let senders): senders.forEach { $0.resume(throwing: CancellationError()) }
        case .failAll(let senders, let receiver):
            senders.forEach { $0.resume(throwing: CancellationError()) }
            receiver.resume(throwing: CancellationError())
        case .resumeReceiver(let continuation, let result): continuation.resume(with: result)
        case .resumeBoth(let sender, let receiver, let result):
            receiver.resume(with: result)
            sender.resume()
        }
    }
}
