extension Language {
    /// The kinds of stages: each has a verb, and a stage has exactly one.
    package static let stages: [MappingDefinition] =
        [fetchReport, fetchBillingReport, fetchInvoiceFiles] + FetchedObject.all.map(fetch) + [
            read, parse, reconcileCharges, tieInvoices, tieLines, reconcileAgreements, carry, write, generate, notify,
        ]

    /// The keys that say what a stage does.
    package static let verbs = ["fetch", "read", "parse", "reconcile", "carry", "write", "generate", "notify"]

    /// What every stage may have.
    static let ofEveryStage: [KeyDefinition] = [
        .optional("when", .expression, "runs only when this is true; otherwise it is skipped, and the run says why"),
        .optional(
            "needs", .list(of: .stage, isEmptyAllowed: true), "stages that must have ended well before it begins"),
        .optional(
            "for_each", .table(of: .either([.stage, .text, .list(of: .text, isEmptyAllowed: false)])),
            "runs once for each item of a list, or of a column of records"),
        .optional("timeout", .duration, usual: "`defaults`", "how long it may take: `90s`, `20m`, `2h`"),
    ]

    /// What every stage that fetches may have besides.
    static let ofEveryFetch: [KeyDefinition] = [
        .optional(
            "retry", retryShape, usual: "`defaults`, or never",
            "how often the stage is tried again after a failure that may pass; `0` for never")
    ]

    static let retryShape = Shape.either([.count(StageRetry.bounds), .mapping(retry)])

    static let retry = MappingDefinition(
        "retry",
        [
            .required("times", .count(StageRetry.bounds), "how many more times it is tried"),
            .optional(
                "wait", .duration, usual: "30s",
                "the wait before the second try, up to `15m`; it doubles with each further one, up to as much"),
        ])

    /// A kind of stage that fetches nothing.
    ///
    /// - Parameter reason: Why it is not tried again.
    static func stage(
        _ name: String, _ keys: [KeyDefinition],
        isNotTriedAgain reason: String = "only a stage that fetches can be tried again; any other fails the same way"
    ) -> MappingDefinition {
        MappingDefinition(name, keys + ofEveryStage, refusing: ["retry": reason])
    }

    /// A kind of stage that fetches.
    static func fetching(_ name: String, _ keys: [KeyDefinition]) -> MappingDefinition {
        MappingDefinition(name, keys + ofEveryStage + ofEveryFetch)
    }

    static let read = stage(
        "read", [.required("read", .path, "a local file, plain or gzipped, relative to the pipeline file")])

    static let parse = stage(
        "parse",
        [
            .required("parse", .stage, "the fetch or read stage that has the bytes"),
            .optional(
                "format", .choice(Parse.Format.allCases.map(\.rawValue)),
                usual: "by the content type, the name and the first bytes",
                "`jsonl` is one object behind the other; `report` is CSV in the member `results` of a JSON object"),
            .optional("delimiter", .text, usual: "`,`", "what parts the fields of CSV: one character, or `tab`"),
            .optional(
                "records", .text,
                "where the records stand in JSON or XML: a path of names such as `invoice/lines/line`, matched from its "
                    + "end, or the same with dots and the lists named, `data.invoice[].lines[]`; `.` for a document that is "
                    + "one record. What stands where the records should, and is none, ends the run"),
            .optional(
                "columns", .table(of: .either([.text, .mapping(column)])), usual: "all columns of a CSV file, as text",
                "the columns, by your name for them: the heading, or a path in JSON or XML"),
            .optional("contract", .text, "one of `contracts`: what the columns of the file must be"),
            .optional(
                "rejects", .count(0...Int.max), usual: "`defaults`, or 0",
                "how many rows may be unreadable before the run fails"),
        ])

    static let column = MappingDefinition(
        "column",
        [
            .required("column", .text, "the heading, or the path"),
            .optional("optional", .truth, usual: "false", "whether it may be empty"),
            .optional(
                "type", .choice(columnTypes), usual: "text", "what it holds, where the name does not say it already"),
            .optional("of", .text, "it belongs to what stands around the record: the name of a step of `records`"),
        ])

    static let carry = stage(
        "carry",
        [
            .required(
                "carry", .path,
                "whose open items are carried over: `\(Carry.lastMonth)`, the set that this pipeline has published for the "
                    + "month before, or the directory of such a set, relative to the pipeline file"),
            .optional(
                "decisions", .stage,
                "the parse stage that says what was decided about open items; it has the columns `item` and `decision`, and "
                    + "may have `note`"),
        ])

    static let write = stage(
        "write",
        [
            .required("write", .stage, "the stage whose records, or whose bytes, are published"),
            .required("to", .text, "the file's name; with `.gz` it is compressed"),
            .optional(
                "level", .count(1...9), usual: "`defaults`, or 6",
                "how hard it is compressed, from 1 (fast) to 9 (small)"),
            .optional(
                "spreadsheet_safe", .truth, usual: "false",
                "`true` where CSV is to be opened in a spreadsheet and may hold other people's text"),
        ])

    static let generate = stage(
        "generate",
        [
            .required("generate", .choice(["invoices"]), "what the service is told to make"),
            .required("source", .text, "the source whose invoices are made, as the service calls it"),
            .required("period", .month, "the month"),
            .optional("customer", .text, usual: "all customers", "the only customer"),
            .optional("reseller", .text, usual: "the account's own", "the only reseller"),
            .optional("wait", .duration, usual: "10m", "how long the run waits until the invoices exist"),
        ],
        isNotTriedAgain:
            "an order is sent once, because nobody can tell whether one without an answer was carried out, "
            + "and a second would invoice twice")

    static let notify = stage(
        "notify",
        [
            .required("notify", .text, "the address; its host is one of `hosts`"),
            .optional(
                "on", .choice(["ended", "published", "failed"]), usual: "ended", "after which ends it is sent"),
        ])
}
