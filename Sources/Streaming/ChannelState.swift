/// The rules of a ``BoundedChannel``, as a value: each event returns what is to be done about it.
///
/// `Sender` and `Receiver` stand for those who wait; the rules only keep them and give them back.
struct ChannelState<Element: Sendable, Sender: Sendable, Receiver: Sendable> {
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
        let sender: Sender
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

    mutating func send(_ element: Element, ticket: Int, _ sender: Sender) -> Action {
        if cancelledTickets.remove(ticket) != nil || ending != nil { return .failSenders([sender]) }
        if let waiting = receiver {
            receiver = nil
            return .resumeBoth(sender, waiting, .success(element))
        }
        if queue.count < capacity {
            queue.append(element)
            return .resumeSender(sender)
        }
        senders.append(WaitingSender(ticket: ticket, element: element, sender: sender))
        return .none
    }

    mutating func receive(_ newReceiver: Receiver) -> Action {
        precondition(receiver == nil, "one task at a time receives from a channel")
        if !queue.isEmpty {
            let element = queue.removeFirst()
            guard !senders.isEmpty else { return .resumeReceiver(newReceiver, .success(element)) }
            let waiting = senders.removeFirst()
            queue.append(waiting.element)
            return .resumeBoth(waiting.sender, newReceiver, .success(element))
        }
        switch ending {
        case .finished: return .resumeReceiver(newReceiver, .success(nil))
        case .failed(let error): return .resumeReceiver(newReceiver, .failure(error))
        case nil:
            receiver = newReceiver
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
        return .failSenders([senders.remove(at: index).sender])
    }

    mutating func cancelReceiver() -> Action {
        ending = .failed(CancellationError())
        queue = []
        let stranded = senders.map(\.sender)
        senders = []
        guard let waiting = receiver else { return .failSenders(stranded) }
        receiver = nil
        return .failAll(stranded, waiting)
    }
}
