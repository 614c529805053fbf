import Formats
import Ledger
import Pipelines
import Records
import Reports
import StreamOneIon
import Streaming

/// Orders invoices from the service: once, when the gate holds, and when the run may.
struct GenerateStage {
    let stage: Stage
    let task: Generate
    let context: RunContext

    private var name: String { stage.name }

    func run() async throws -> StageResult { .effect(try await report()) }

    /// What is in doubt stops the run before anything is done for it.
    ///
    /// - Throws: ``RunFailure`` when an order that stands in the way is in doubt.
    func requireNoDoubt() throws {
        if mayOrder { _ = try makeGuard().settled(key) }
    }

    private func report() async throws -> EffectReport {
        if context.request.given != nil { return EffectReport(name, .withheld, "would order invoices; this is a test") }
        if let day = try await context.order.settlement(of: stage.condition?.stages ?? []), context.request.asOf < day {
            // No invoices go out on books that are not final.
            return EffectReport(name, .skipped, "skipped: the books are provisional until \(day); nothing was ordered")
        }
        if let fault = try await sourceFault() {
            return EffectReport(name, .skipped, "skipped: \(fault); nothing was ordered")
        }
        return mayOrder ? try await order() : try withheld()
    }

    /// Which sources are not what they were, where the run was asked to look (D5): no invoices go out on these either.
    private func sourceFault() async throws -> String? {
        guard let comparison = context.comparison else { return nil }
        let results = try await context.order.results(of: context.pipeline.stagesBeforeEffects)
        return comparison.changes(of: results.flatMap(\.inputs), isWhole: false).failure
    }

    private var mayOrder: Bool { context.request.effects == .allowed && context.request.given == nil }

    private var key: EffectKey {
        let client = context.connection()
        // A sandbox of the run's own is gone with it: the next one at its port is another service.
        let session = context.request.sandboxSession.map { "#\($0)" } ?? ""
        return EffectKey(
            service: client.legacyBaseURL + session, account: client.accountID, source: task.order.source,
            period: task.order.month, customers: .init(task.order.customerIDs), resellers: .init(task.order.resellerIDs)
        )
    }

    private func makeGuard() throws -> EffectGuard {
        try EffectGuard(
            state: context.request.stateDirectory, client: context.connection(), redactor: context.redactor)
    }

    // MARK: - Saying what would be done

    private func withheld() throws -> EffectReport {
        let why =
            context.request.effects == .rehearsed
            ? "this is a dry run" : "to order them, run with --allow-effects"
        let standing = try standing()
        let words =
            switch standing {
            case .free: "would order \(key); \(why)"
            case .settled(let effect):
                "would order nothing: \(key) were ordered at \(effect.intendedAt) (effect \(effect.id)); \(why)"
            case .blocked(let effect):
                "would stop: effect \(effect.id) (\(effect.key)) stands in the way and is \(effect.state.rawValue); \(why)"
            }
        return EffectReport(name, .withheld, words)
    }

    private func standing() throws -> Standing {
        do throws(LedgerError) {
            return try Ledger(state: context.request.stateDirectory, creates: false).standing(of: key)
        } catch  where error.code == .notFound {
            return .free
        }
    }

    // MARK: - Ordering

    private func order() async throws -> EffectReport {
        let effects = try makeGuard()
        let inquiry = InvoiceInquiry(context.connection(), key)
        let disregarded = try effects.disregarded(key)
        var present: [InvoiceInquiry.Found] = []
        let outcome: EffectGuard.Outcome
        do {
            outcome = try await effects.order(
                task.order, key, from: "\(context.pipeline.name) (stage \"\(name)\")"
            ) {
                present = try await inquiry.invoices().filter { !disregarded.contains($0.id) }
                if isWhole(present) { throw AlreadyThere() }
                return present.isEmpty ? nil : doubt(present)
            }
        } catch is AlreadyThere {
            let words = "nothing was sent: the service has \(Self.list(present)) already"
            return EffectReport(name, .present, words, invoiceIDs: present.map(\.id))
        } catch let error as CancellationError {
            if case .blocked(let effect)? = try? standing() {
                let advice = EffectBlock.advice(effect.id, context.request.stateDirectory)
                context.report(.note("\(name): the order was sent, and no answer was waited for. \(advice)"))
            }
            throw error
        }
        switch outcome {
        case .sent(let effect, let answer):
            context.report(.note("\(name): the service took the order for \(key) (effect \(effect.id))"))
            let ids = EffectGuard.invoiceIDs(answer)
            return try await awaited(effect, ids, inquiry, disregarded, "ordered \(key)", .made)
        case .settled(let effect):
            let ids = effect.invoiceIDs.isEmpty ? nil : effect.invoiceIDs
            let words = "nothing was sent: \(effect.key) were ordered at \(effect.intendedAt)"
            // The order may have been for more customers, of whom not each has something to pay.
            let inquiry = InvoiceInquiry(context.connection(), effect.key)
            return try await awaited(effect, madeNone(effect) ? [] : ids, inquiry, disregarded, words, .present)
        }
    }

    /// Thrown inside, when there is nothing to order.
    private struct AlreadyThere: Error {}

    /// Whether every customer that the order names has an invoice. Where it names none, nobody can say.
    private func isWhole(_ present: [InvoiceInquiry.Found]) -> Bool {
        let customers = Set(present.map(\.customerID))
        return !key.customers.ids.isEmpty && key.resellers == .all && customers.isSuperset(of: key.customers.ids)
    }

    private func doubt(_ present: [InvoiceInquiry.Found]) -> String {
        "nothing was sent: the service had \(Self.list(present)) that this ledger knows nothing of, and it cannot be said "
            + "whether they are all that are due"
    }

    private func madeNone(_ effect: Effect) -> Bool {
        guard effect.state == .done, let receipt = effect.receipt,
            let answer = try? JSONValue(parsing: Array(receipt.utf8))
        else { return false }
        return EffectGuard.invoiceIDs(answer)?.isEmpty ?? false
    }

    // MARK: - Waiting

    /// Waits until the invoices stand in the service's lists.
    ///
    /// - Parameter ids: Those that the receipt names; `nil` when it names none, so that any will do.
    private func awaited(
        _ effect: Effect, _ ids: [String]?, _ inquiry: InvoiceInquiry, _ disregarded: Set<String>, _ words: String,
        _ ending: EffectReport.Ending
    ) async throws -> EffectReport {
        if let ids, ids.isEmpty {
            return EffectReport(
                name, .empty, "\(words) (effect \(effect.id)): the service says that it made no invoice",
                effectID: effect.id)
        }
        var pauses = PollingPauses(isLocal: context.connection().isLocal)
        var waited = Duration.zero
        while true {
            let found = try await inquiry.invoices().filter { !disregarded.contains($0.id) }
            let missing = Set(ids ?? []).subtracting(found.map(\.id))
            if missing.isEmpty, !found.isEmpty {
                return EffectReport(
                    name, ending, "\(words) (effect \(effect.id)): the service has \(Self.list(found))",
                    effectID: effect.id, invoiceIDs: found.map(\.id))
            }
            guard waited < task.wait else { throw notYet(effect, missing) }
            let pause = min(pauses.take(), task.wait - waited)
            try await Task.sleep(for: pause)
            waited += pause
        }
    }

    private func notYet(_ effect: Effect, _ missing: Set<String>) -> RunFailure {
        let which = missing.isEmpty ? "" : " (still missing: \(missing.sorted().joined(separator: ", ")))"
        return RunFailure(
            .timedOut,
            "\(effect.key) were ordered at \(effect.intendedAt) (effect \(effect.id)), and \(task.wait) later the service "
                + "does not list them yet\(which). The order is not lost and is not sent again: run again to see whether "
                + "they are there.")
    }

    private static func list(_ invoices: [InvoiceInquiry.Found]) -> String {
        let shown = invoices.prefix(5).map { "\($0.id)\($0.words.isEmpty ? "" : " (\($0.words))")" }
        let rest = invoices.count > 5 ? " and \(invoices.count - 5) more" : ""
        return "\(invoices.count) invoice\(invoices.count == 1 ? "" : "s"): \(shown.joined(separator: ", "))\(rest)"
    }
}

extension Pipeline {
    /// The stages that neither order nor tell anything, nor wait for one that does.
    var stagesBeforeEffects: [String] {
        var behind = Set(stages.filter(\.hasEffect).map(\.name))
        var known = -1
        while known != behind.count {
            known = behind.count
            for stage in stages
            where stage.upstream.flatMap(stages(behind:)).contains(where: { behind.contains($0.name) }) {
                behind.insert(stage.name)
            }
        }
        return stages.map(\.name).filter { !behind.contains($0) }
    }
}
