package import Formats
package import Ledger
package import Records
package import StreamOneIon
import Streaming

/// Sends an order to make invoices so that it is never sent twice: the ledger knows of it before and after.
///
/// Its calls block on the ledger's file; call them on `WorkerThreads`.
package struct EffectGuard: Sendable {
    /// What came of an order.
    package enum Outcome: Sendable {
        /// It was sent, and the service took it.
        case sent(Effect, answer: JSONValue)
        /// It was carried out before; nothing was sent.
        case settled(Effect)
    }

    /// How long a run that is to stop waits for the answer to an order.
    private static let patience = Duration.seconds(15)

    private let ledger: Ledger
    private let state: String
    private let client: IonClient
    private let redactor: Redactor

    /// A guard with the ledger of a state directory.
    package init(state: String, client: IonClient, redactor: Redactor) throws {
        ledger = try Ledger(state: state)
        self.state = state
        self.client = client
        self.redactor = redactor
    }

    /// What the ledger says to an order.
    ///
    /// - Returns: The effect by which it was carried out before; `nil` when it may be sent.
    /// - Throws: ``RunFailure`` when one that overlaps it is in doubt, is being sent, or made a part of its invoices.
    package func settled(_ key: EffectKey) throws -> Effect? {
        try settled(try ledger.standing(of: key), key)
    }

    private func settled(_ standing: Standing, _ key: EffectKey) throws -> Effect? {
        switch standing {
        case .free: return nil
        case .settled(let effect): return effect
        case .blocked(let effect):
            let isAlive = SenderLock.isHeld(effect.origin.sender, state: state)
            if effect.state == .intended, !isAlive {
                // The sender may have come to its end between the two looks: then the ledger has what came of it.
                let present = try ledger.standing(of: key)
                if present != standing { return try settled(present, key) }
            }
            throw EffectBlock(effect, key, isAlive: isAlive, state).failure
        }
    }

    /// The invoices that persons said are of no order like this.
    package func disregarded(_ key: EffectKey) throws -> Set<String> { try ledger.disregardedInvoices(for: key) }

    /// Sends an order once, unless it was carried out before.
    ///
    /// - Parameters:
    ///   - place: Who sends it: the pipeline and its stage, or the command.
    ///   - inquire: Looks for invoices that are there already, when the ledger has no objection; returns why their being
    ///     there leaves it in doubt whether the order is to be sent.
    package func order(
        _ generation: InvoiceGeneration, _ key: EffectKey, from place: String,
        inquire: () async throws -> String? = { nil }
    ) async throws -> Outcome {
        let lock = try SenderLock(state: state)
        defer { lock.release() }
        let origin = EffectOrigin(sender: lock.name, place: place)
        if let effect = try settled(key) { return .settled(effect) }
        if let doubt = try await inquire() {
            try ledger.doubt(key, by: origin, at: .now, because: doubt)
            lock.release()
            if let effect = try settled(key) { return .settled(effect) }
            throw Self.cameBetween(key)
        }
        try Task.checkCancellation()
        let (id, standing) = try ledger.begin(key, by: origin, at: .now)
        guard let id else {
            guard let effect = try settled(standing, key) else { throw Self.cameBetween(key) }
            return .settled(effect)
        }
        let answer = try await send(generation, id, key)
        return .sent(try ledger.effect(id), answer: answer)
    }

    private static func cameBetween(_ key: EffectKey) -> RunFailure {
        RunFailure(.locked, "another order like \(key) came in between. Nothing was sent here; run again.")
    }

    // MARK: - Sending

    private func send(_ generation: InvoiceGeneration, _ id: Int, _ key: EffectKey) async throws -> JSONValue {
        do {
            let answer = try await answer(to: generation)
            let receipt = redactor.redact(answer.compactText)
            try ledger.settle(id, as: .done, at: .now, receipt: receipt, invoiceIDs: Self.invoiceIDs(answer) ?? [])
            return answer
        } catch let error as IonError where error.provesNothingWasMade {
            let words = redactor.redact(error.message)
            try ledger.settle(id, as: .refused, at: .now, words: words)
            let why = error.mayHaveArrived ? "The service refused the order" : "The order never reached the service"
            throw RunFailure(RunFailure(error).exitCode, "\(error.message) \(why): nothing was made.")
        } catch let error as LedgerError {
            throw RunFailure(
                RunFailure(error).exitCode,
                "the order was sent, and its receipt could not be written: \(error.message). \(advice(id))")
        } catch {
            // When this cannot be written either, the effect stays intended, which is as much in doubt.
            let isStopped = error is CancellationError
            let reason = isStopped ? "the run was stopped before an answer came" : "\(error)"
            try? ledger.settle(id, as: .unknown, at: .now, words: redactor.redact(reason))
            if isStopped { throw error }
            // What asks to run again is meant for requests that may be repeated.
            let words = "\(error)".replacing(" Run again.", with: "")
            throw RunFailure(
                RunFailure(error).exitCode,
                "\(words) The order is not sent again by itself: it is not known whether these invoices were made. "
                    + advice(id))
        }
    }

    /// The service's answer. A run that is stopped meanwhile waits for it a while: whatever it is, it is better than not
    /// to know.
    private func answer(to generation: InvoiceGeneration) async throws -> JSONValue {
        let sending = Task { try await client.generateInvoices(generation) }
        return try await withTaskCancellationHandler {
            try await sending.value
        } onCancel: {
            Task {
                try? await Task.sleep(for: Self.patience)
                sending.cancel()
            }
        }
    }

    private func advice(_ id: Int) -> String { EffectBlock.advice(id, state) }

    /// An effect that nobody is sending at this moment, as it is now: of one that is being sent there is nothing to be said
    /// yet.
    ///
    /// - Throws: ``RunFailure`` with exit code 75 while it is being sent; `LedgerError`.
    package static func unattended(_ effect: Effect, in ledger: Ledger, state: String) throws -> Effect {
        guard effect.state == .intended else { return effect }
        // The sender may have come to its end between the two looks: then the ledger has what came of it.
        guard SenderLock.isHeld(effect.origin.sender, state: state) else { return try ledger.effect(effect.id) }
        throw RunFailure(
            .locked,
            "\(effect.origin.place) is ordering \(effect.key) at this moment (effect \(effect.id)); wait until it is done"
        )
    }

    /// The ids of the invoices that an answer names; `nil` when it names none because it has no list of them.
    package static func invoiceIDs(_ answer: JSONValue) -> [String]? {
        let list = answer["data"]?["invoice"]
        guard let invoices = list?.array ?? (list?["id"] == nil ? nil : [list ?? .null]) else { return nil }
        return invoices.compactMap { $0["id"]?.scalarText }
    }
}

extension IonError {
    /// Whether the service surely made nothing: it called the order wrong, did not let it in, or was never connected to.
    /// What it says of its own failures proves nothing, and neither does silence.
    fileprivate var provesNothingWasMade: Bool {
        guard mayHaveArrived else { return true }
        return switch code {
        case .invalidConfiguration: true
        case .refused, .notFound, .badRequest: status.map { (400..<500).contains($0) && $0 != 408 } ?? false
        case .noSpace, .tokenLost, .unknownColumn, .unavailable, .unexpectedAnswer: status == 429
        }
    }
}

extension JSONValue {
    /// The text of a string or number.
    fileprivate var scalarText: String? {
        switch self {
        case .string(let text), .number(let text): text
        default: nil
        }
    }
}

extension Moment {
    /// The moment by the machine's clock.
    package static var now: Moment { Moment(secondsSinceEpoch: WallClock.secondsSinceEpoch) }
}
