import Ledger
import Records
import Runner
import StreamOneIon

/// What a person says about an effect, held against what the service says.
struct EffectResolution: Sendable {
    private enum Answer: Sendable {
        case made(String)
        case notMade(String, disregarding: [String])
    }

    private let id: Int
    private let answer: Answer?
    private let client: IonClient

    init(_ arguments: Arguments, _ redactor: Redactor) throws {
        guard let id = Int(arguments.operands[0]) else {
            throw UsageError(
                message: "EFFECT is a number of `crossfoot effects list`, not \"\(arguments.operands[0])\"")
        }
        self.id = id
        answer = try Self.answer(arguments)
        guard let path = arguments.value("config") else {
            throw UsageError(message: "--config FILE is missing: the service is asked which invoices it has")
        }
        client = IonClient(try IonConfiguration.load(path), redactor: redactor) { note in
            if !note.isDetail { Terminal.error.writeMessage(note.text + "\n") }
        }
    }

    private static func answer(_ arguments: Arguments) throws(UsageError) -> Answer? {
        let ids = (arguments.value("disregard") ?? "").split(separator: ",").map(String.init)
        let isMade = arguments.has("made")
        guard isMade || arguments.has("not-made") else { return nil }
        guard isMade != arguments.has("not-made") else {
            throw UsageError(message: "--made and --not-made cannot both be true")
        }
        guard let words = arguments.value("because"), !words.isEmpty else {
            throw UsageError(message: "--because TEXT is missing: say how you know; it is kept with your answer")
        }
        guard ids.isEmpty || !isMade else { throw UsageError(message: "--disregard belongs to --not-made") }
        return isMade ? .made(words) : .notMade(words, disregarding: ids)
    }

    /// Shows what there is, and records the answer if there is one; returns what to print.
    func carryOut(_ ledger: Ledger, state: String) async throws -> String {
        let recorded = try ledger.effect(id)
        try requireSameService(recorded)
        let effect = try EffectGuard.unattended(recorded, in: ledger, state: state)
        let found = try await InvoiceInquiry(client, effect.key).invoices()
        let shown = Self.text(effect, found)
        switch answer {
        case nil:
            return shown + "\nNothing was recorded. Say what you found with --made or --not-made, and --because TEXT.\n"
        case .made(let words):
            try ledger.resolve(id, isMade: true, at: .now, words: words)
            return shown + "\nRecorded: its invoices were made. No order like it is sent again.\n"
        case .notMade(let words, let disregarded):
            let others = Set(found.map(\.id)).subtracting(disregarded)
            guard others.isEmpty else {
                throw RunFailure(
                    .stageFailed,
                    "the service has invoices that may be of effect \(id): \(others.sorted().joined(separator: ", ")). "
                        + "Nothing was recorded. If they are of another order, name them with --disregard; if not, say "
                        + "--made.")
            }
            try ledger.resolve(id, isMade: false, at: .now, words: words, disregardedIDs: disregarded)
            return shown + "\nRecorded: its invoices were not made. The next run may order them again.\n"
        }
    }

    private func requireSameService(_ effect: Effect) throws(RunFailure) {
        let key = EffectKey(
            service: client.legacyBaseURL, account: client.accountID, source: effect.key.source,
            period: effect.key.period)
        guard key.service == effect.key.service, key.account == effect.key.account else {
            throw RunFailure(
                .invalidPipeline,
                "effect \(id) was ordered from \(effect.key.service) for account \(effect.key.account); the configuration "
                    + "is for \(key.service) and account \(key.account)")
        }
    }

    private static func text(_ effect: Effect, _ found: [InvoiceInquiry.Found]) -> String {
        var lines = [
            "Effect \(effect.id): \(effect.key)",
            "  ordered at \(effect.intendedAt) by \(effect.origin.place)",
            "  \(effect.state.rawValue) since \(effect.changedAt)" + (effect.words.map { ": \($0)" } ?? ""), "",
        ]
        lines.append(found.isEmpty ? "The service has no invoice like that." : "The service has:")
        lines += found.map { "  \($0.id), customer \($0.customerID)\($0.words.isEmpty ? "" : ": \($0.words)")" }
        return lines.joined(separator: "\n") + "\n"
    }
}
