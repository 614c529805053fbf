import IonSandbox
import Runner
import StreamOneIon

/// `crossfoot api …`: everything that the API can be asked for, a command each.
enum APICommands {
    /// The commands, made of the API's own table of operations.
    static let all: [CommandDefinition] = Operation.all.map(definition)

    private static func definition(of operation: Operation) -> CommandDefinition {
        let name = "api \(operation.group) \(operation.verb)"
        let operands = operation.operands.map { "  \($0.name): \($0.summary)" }
        return CommandDefinition(
            name: name, summary: operation.summary, operands: operation.operands.map(\.name),
            flags: operation.parameters.map(flag) + ownFlags(of: operation) + sharedFlags,
            examples: examples[name] ?? [],
            notes: (operands + (operands.isEmpty ? [] : [""]) + ownNotes(of: operation) + [exitCodes])
                .joined(separator: "\n")
        ) { arguments in await APICommand(operation: operation, arguments: arguments).run() }
    }

    private static func flag(_ parameter: ParameterDescription) -> Flag {
        Flag(
            name: parameter.name, value: parameter.placeholder, summary: parameter.summary, repeats: parameter.repeats,
            known: parameter.knownTexts)
    }

    private static func ownFlags(of operation: Operation) -> [Flag] {
        switch (operation.group, operation.verb) {
        case ("invoices", "files"):
            [Flag(name: "save", value: "DIR", summary: "download the files into this directory")]
        case ("invoices", "generate"):
            [
                Flag(name: "yes", value: nil, summary: "send the order, once; without it, it is only shown"),
                Flag(name: "state", value: "DIR", summary: "where the ledger of orders lies (.crossfoot)"),
            ]
        default: []
        }
    }

    private static func ownNotes(of operation: Operation) -> [String] {
        guard operation.group == "invoices", operation.verb == "generate" else { return [] }
        return [
            """
            The ledger of the state directory keeps an order from being sent twice, by this command or by a pipeline. Unlike
              a pipeline's, an order of this command does not ask the service first, and does not wait for the invoices.
              crossfoot effects list shows the orders.

            """
        ]
    }

    private static let sharedFlags =
        [
            Flag(
                name: "output", value: "FORMAT",
                summary: "jsonl, json, csv or table (a table on a terminal, else jsonl)",
                known: OutputFormat.allCases.map(\.rawValue)),
            Flag(
                name: "select", value: "FIELD,FIELD",
                summary: "only these fields, in this order; a.b is the field b of a"),
            Flag(name: "config", value: "FILE", summary: "the service's credentials (JSON, mode 0600)"),
            Flag(name: "as-of", value: "DATE", summary: "the day that counts as today (the clock's)"),
            Flag(name: "verbose", value: nil, summary: "a line on standard error for each request to the service"),
            Flag(name: "sandbox", value: nil, summary: "ask a service on this machine"),
        ] + SandboxSession.contentFlags

    private static let exitCodes = """
        Exit codes: 0 done · 1 refused as a bad request, or not found · 64 usage · 65 the answer cannot be trusted ·
          69 service unavailable · 73 the output cannot be written · 77 credentials refused · 78 configuration invalid ·
          130 interrupted · 143 terminated
        """

    private static let examples: [String: [(line: String, meaning: String)]] = [
        "api subscriptions list": [
            (
                "crossfoot api subscriptions list --config ion.json --status ACTIVE --output csv >subscriptions.csv",
                "all active subscriptions, for a spreadsheet"
            ),
            (
                "crossfoot api subscriptions list --sandbox --end-range LAST_MONTH --select id,customerName",
                "what ended last month, tried on this machine"
            ),
        ],
        "api invoices list": [
            (
                "crossfoot api invoices list --config ion.json --filter billingStartDate:gte=2026-10-01 --sort id",
                "the invoices since October"
            )
        ],
        "api invoices files": [
            (
                "crossfoot api invoices files IN-2026-10-EUR --config ion.json --save files",
                "download an invoice's files"
            )
        ],
        "api invoices generate": [
            (
                "crossfoot api invoices generate --config ion.json --source aws",
                "show what would be ordered for last month"
            ),
            ("crossfoot api invoices generate --config ion.json --source aws --period 2026-10 --yes", "order it"),
        ],
        "api reports data": [
            (
                "crossfoot api reports data 49038 --config ion.json --range LAST_MONTH >report.csv",
                "last month's rows, as the service sends them"
            )
        ],
        "api billing report": [
            (
                "crossfoot api billing report aws --config ion.json --month 2026-10 --output csv >aws.csv",
                "a row for each charge of AWS in October"
            )
        ],
    ]
}
