/// Who may send a request when. It knows no clock and no task: both are given to it.
///
/// Requests go in the order in which they asked. So many are under way at once, so many begin in a second, and none
/// begins before a time until which the service has asked for patience.
struct GateState {
    /// How many requests may be under way.
    let capacity: Int
    /// How far apart requests begin; `nil` for as close as they come.
    let interval: Duration?

    /// How many are under way.
    private(set) var underWay = 0
    private var waiting: [Int] = []
    private var nextStart: ContinuousClock.Instant?
    /// Until when the service has asked for patience.
    private(set) var heldUntil: ContinuousClock.Instant?

    init(capacity: Int, interval: Duration?) {
        self.capacity = capacity
        self.interval = interval
    }

    /// Takes a place, or a number in the queue.
    ///
    /// - Returns: Whether the place is taken; otherwise ``leave(at:)`` will one day call the number.
    mutating func enter(number: Int) -> Bool {
        guard underWay < capacity, waiting.isEmpty else {
            waiting.append(number)
            return false
        }
        underWay += 1
        return true
    }

    /// Gives a place back; returns the number that takes it.
    mutating func leave() -> Int? {
        guard let next = waiting.first else {
            underWay -= 1
            return nil
        }
        waiting.removeFirst()
        return next
    }

    /// Leaves the queue; false when the number was called already.
    mutating func giveUp(number: Int) -> Bool {
        guard let index = waiting.firstIndex(of: number) else { return false }
        waiting.remove(at: index)
        return true
    }

    /// Says how long a request that has a place has to wait yet.
    ///
    /// - Parameter served: Until when it has waited already because the service asked for patience.
    mutating func wait(now: ContinuousClock.Instant, served: ContinuousClock.Instant?) -> Wait {
        if let heldUntil, heldUntil > now, heldUntil > served ?? now { return .forPatience(until: heldUntil) }
        guard let interval else { return .none }
        if let nextStart, nextStart > now { return .forTurn(until: nextStart) }
        nextStart = now + interval
        return .none
    }

    /// What a request has to wait for.
    enum Wait: Equatable {
        /// Nothing: it begins now.
        case none
        /// Its turn, since so many begin in a second.
        case forTurn(until: ContinuousClock.Instant)
        /// The end of the time for which the service has asked for patience.
        case forPatience(until: ContinuousClock.Instant)
    }

    /// Lets nobody begin before a time.
    mutating func hold(until time: ContinuousClock.Instant) {
        heldUntil = max(heldUntil ?? time, time)
    }
}
