/// Lets a few at a time through: a machine with two processors gains nothing from a hundred programs at once.
actor Turnstile {
    /// The one that all tests share.
    static let programs = Turnstile(places: 4)

    private var places: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// A turnstile with so many places.
    init(places: Int) {
        self.places = places
    }

    /// Does some work as soon as there is a place.
    func pass<Result: Sendable>(_ work: @Sendable () async throws -> Result) async throws -> Result {
        await enter()
        defer { leave() }
        return try await work()
    }

    private func enter() async {
        if places > 0 {
            places -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// The place goes to whoever has waited longest.
    private func leave() {
        if waiting.isEmpty {
            places += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
