/// The rules of a ``BoundedChannel``, as a value: each event returns what is to be done about it.
struct ChannelState<Element: Sendable> {
    typealias Sender = CheckedContinuation<Void, any Error>
    typealias Receiver = CheckedContinuation<Element?, any Error>

    /// What the channel must do, outside its lock, after an event.
    enum Action {
        case none
        case resumeSender(Sender)
        case failSenders([Sender])
        case failAll([Sender], Receiver)
        case resumeReceiver(Receiver, Result<Element?, any Error>)
        case resumeBoth(Sender, Receiver, Result<Element?, any Error>)
    }

    private struct WaitingSender {
        let ticket: Int
        let element: Element
        let continuation: Sender
    }

    private enum Ending {
        case finished
        case failed(any Error)
    }

    private let capacity: Int
    private var queue: [Element] = []
    private var senders: [WaitingSender] = []
    private var receiver: Receiver?
    private var ending: Ending?
    private var lastTicket = 0
    /// Tickets whose task was cancelled before its send arrived here.
    private var cancelledTickets: Set<Int> = []

    init(capacity: Int) {
        precondition(capacity > 0, "a channel holds at least one element")
        self.capacity = capacity
    }

    /// A number by which a waiting sender can be found again when its task is cancelled.
    mutating func makeTicket() -> Int {
        lastTicket += 1
        return lastTicket
    }

    mutating func send(_ element: Element, ticket: Int, _ continuation: Sender) -> Action {
        if cancelledTickets.remove(ticket) != nil || ending != nil { return .failSenders([continuation]) }
        if let waiting = receiver {
            receiver = nil
            return .resumeBoth(continuation, waiting, .success(element))
        }
        if queue.count < capacity {
            queue.append(element)
            return .resumeSender(continuation)
        }
        senders.append(WaitingSender(ticket: ticket, element: element, continuation: continuation))
        return .none
    }

    mutating func receive(_ continuation: Receiver) -> Action {
        precondition(receiver == nil, "one task at a time receives from a channel")
        if !queue.isEmpty {
            let element = queue.removeFirst()
            guard !senders.isEmpty else { return .resumeReceiver(continuation, .success(element)) }
            let sender = senders.removeFirst()
            queue.append(sender.element)
            return .resumeBoth(sender.continuation, continuation, .success(element))
        }
        switch ending {
        case .finished: return .resumeReceiver(continuation, .success(nil))
        case .failed(let error): return .resumeReceiver(continuation, .failure(error))
        case nil:
            receiver = continuation
            return .none
        }
    }

    mutating func finish(_ error: (any Error)?) -> Action {
        guard ending == nil else { return .none }
        ending = error.map(Ending.failed) ?? .finished
        guard let waiting = receiver else { return .none }
        receiver = nil
        return .resumeReceiver(waiting, error.map { .failure($0) } ?? .success(nil))
    }

    mutating func cancel(_ ticket: Int) -> Action {
        guard let index = senders.firstIndex(where: { $0.ticket == ticket }) else {
            cancelledTickets.insert(ticket)
            return .none
        }
        return .failSenders([senders.remove(at: index).continuation])
    }

    mutating func cancelReceiver() -> Action {
        ending = .failed(CancellationError())
        queue = []
        let stranded = senders.map(\.continuation)
        senders = []
        guard let waiting = receiver else { return .failSenders(stranded) }
        receiver = nil
        return .failAll(stranded, waiting)
    }
}
