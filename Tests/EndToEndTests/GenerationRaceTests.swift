import Foundation
import Testing

@Suite("Two processes that order the same at once", .timeLimit(.minutes(15)))
struct GenerationRaceTests {
    /// How many rounds: few here; `make test-race` makes it 200.
    static let rounds = ProcessInfo.processInfo.environment["RACE_ROUNDS"].flatMap { Int($0) } ?? 10

    @Test("one order comes to the service in each round")
    func race() async throws {
        try await withWorkplace { place in
            let sandbox = try await place.startSandbox(["--as-of", "2026-11-23"])
            for round in 0..<Self.rounds {
                // Another month each time: what was ordered before is then no reason not to order.
                let (year, month) = (2000 + round / 12, 1 + round % 12)
                let period = "\(year)-\(month < 10 ? "0" : "")\(month)"
                // The same order under two names: the lock of a pipeline and period does not part them.
                let words = try ["left", "right"].map {
                    try place.generationRun($0, period: period) + ["--allow-effects"]
                }
                let programs = try words.map { try place.start($0) }
                let codes = try await [programs[0].ending(), programs[1].ending()].map(\.code).sorted()
                #expect(codes == [0, 0] || codes == [0, 75], "round \(round): \(codes)")
                #expect(try sandbox.orders(in: place) == round + 1, "round \(round)")
            }
            #expect(try await place.effectStates() == Array(repeating: "done", count: Self.rounds))
            #expect(try await sandbox.stop().code == 0)
        }
    }
}
