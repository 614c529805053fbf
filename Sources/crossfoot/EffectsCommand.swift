import Formats
import Ledger
import Records
import Runner
import StreamOneIon

/// `crossfoot effects`: the orders that were sent, and what a person found out about those in doubt.
enum EffectsCommand {
    static let list = CommandDefinition(
        name: "effects list",
        summary: "Lists the orders to make invoices that were sent from here, and what became of them.",
        operands: [],
        flags: [Flag(name: "json", value: nil, summary: "print all that is known of them as JSON")]
            + LedgerChoice.flags,
        examples: [("crossfoot effects list", "what was ordered")],
        notes: """
            done: the service took it · refused: it said no, nothing was made · intended, unknown: nobody knows whether the
              invoices exist; no order like it is sent before `crossfoot effects resolve` · resolved-made,
              resolved-not-made: what a person found. Times are in UTC.

            Exit codes: 0 done, also where nothing was ordered yet · 1 the ledger cannot be read · 64 usage ·
              130 interrupted · 143 terminated
            """,
        run: runList
    )

    static let resolve = CommandDefinition(
        name: "effects resolve",
        summary: "Shows which invoices the service has of an order in doubt, and records what you found.",
        operands: ["EFFECT"],
        flags: [
            Flag(name: "made", value: nil, summary: "its invoices exist: it is not sent again"),
            Flag(name: "not-made", value: nil, summary: "its invoices do not exist: it may be sent again"),
            Flag(name: "because", value: "TEXT", summary: "how you know; kept with the answer (must be given)"),
            Flag(
                name: "disregard", value: "ID,ID",
                summary: "with --not-made: invoices that the service has and that are of another order"),
            Flag(name: "config", value: "FILE", summary: "the service's credentials (JSON, mode 0600)"),
            Flag(name: "state", value: "DIR", summary: "where runs have their state (.crossfoot)"),
        ],
        examples: [
            ("crossfoot effects resolve 3 --config ion.json", "only look"),
            (
                "crossfoot effects resolve 3 --config ion.json --made --because 'seen in the portal'",
                "they exist"
            ),
            (
                "crossfoot effects resolve 3 --config ion.json --not-made --because 'TD SYNNEX support, ticket 4711'",
                "they do not"
            ),
        ],
        notes: """
            EFFECT is a number of `crossfoot effects list`. With --not-made the next run sends the order again, so it is
              refused as long as the service lists invoices that may be of it: name them with --disregard if they are not.

            Exit codes: 0 done · 1 there is no such effect, or the service says otherwise · 64 usage · 69 service
              unavailable · 75 its run is still at it · 77 credentials refused · 78 configuration invalid ·
              130 interrupted · 143 terminated
            """,
        run: runResolve
    )

    // MARK: - Listing

    private static func runList(_ arguments: Arguments) async -> ExitCode {
        do {
            let choice = LedgerChoice(arguments)
            var effects: [(effect: Effect, states: [EffectChange])] = []
            do {
                effects = try await choice.use { ledger in
                    try ledger.effects().map { ($0, try ledger.history(ofEffect: $0.id).map(EffectChange.init)) }
                }
            } catch let error as LedgerError where error.code == .notFound {}
            let json = JSONValue.array(effects.map { $0.effect.json($0.states) }).indentedText
            let nothing = "Nothing was ordered with the state in \(choice.state).\(choice.hint)\n"
            let text = effects.isEmpty ? nothing : table(effects)
            try Terminal.output.writeWhole(
                Array((arguments.has("json") ? json : text.printable(keepsNewlines: true)).utf8))
            return .clean
        } catch {
            return LedgerChoice.fail(error, "effects list")
        }
    }

    private static func table(_ effects: [(effect: Effect, states: [EffectChange])]) -> String {
        let rows = effects.map { effect, _ in
            [
                String(effect.id), effect.state.rawValue, effect.changedAt.description, effect.key.description,
                effect.key.account, effect.origin.place,
            ]
        }
        return Columns.text([["effect", "state", "since", "order", "account", "from"]] + rows)
    }

    // MARK: - Resolving

    private static func runResolve(_ arguments: Arguments) async -> ExitCode {
        let redactor = Redactor()
        do {
            let resolution = try EffectResolution(arguments, redactor)
            let choice = LedgerChoice(arguments)
            let text = try await choice.use { try await resolution.carryOut($0, state: choice.state) }
            try Terminal.output.writeWhole(Array(redactor.redact(text).printable(keepsNewlines: true).utf8))
            return .clean
        } catch {
            return LedgerChoice.fail(error, "effects resolve")
        }
    }
}

/// A state that an effect had.
struct EffectChange: Sendable {
    let at: Moment
    let state: EffectState
    let words: String?
}

extension Effect {
    /// All that the ledger knows of the effect.
    fileprivate func json(_ states: [EffectChange]) -> JSONValue {
        [
            "effect": .number(String(id)), "state": .string(state.rawValue), "service": .string(key.service),
            "account": .string(key.account), "source": .string(key.source), "period": .string(key.period.description),
            "customers": .array(key.customers.ids.map(JSONValue.string)),
            "resellers": .array(key.resellers.ids.map(JSONValue.string)), "from": .string(origin.place),
            "invoices": .array(invoiceIDs.map(JSONValue.string)),
            "receipt": receipt.map(JSONValue.string) ?? .null,
            "states": .array(
                states.map {
                    [
                        "at": .string($0.at.description), "state": .string($0.state.rawValue),
                        "words": $0.words.map(JSONValue.string) ?? .null,
                    ]
                }),
        ]
    }
}
