/// How long is waited between two questions whether invoices are there: longer each time, so that a service that takes its
/// time is not asked all the time.
struct PollingPauses: Sendable {
    private var next: Duration
    private let longest: Duration

    /// Pauses for a service.
    ///
    /// - Parameter isLocal: Whether it runs on this machine: a sandbox is asked as often as it can answer.
    init(isLocal: Bool) {
        next = isLocal ? .milliseconds(5) : .seconds(2)
        longest = isLocal ? .milliseconds(100) : .seconds(60)
    }

    /// The next pause.
    mutating func take() -> Duration {
        defer { next = min(next * 2, longest) }
        return next
    }
}
