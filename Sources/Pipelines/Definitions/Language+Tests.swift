extension Language {
    /// The forms of what stands in a test itself.
    static let inlineForms = ["csv", "json", "jsonl", "xml"]

    static let test = MappingDefinition(
        "test",
        [
            .required("name", .text, "what is tried, in a few words"),
            .optional("as_of", .date, usual: "the command's", "the day that counts as today"),
            .optional("params", .table(of: .text), "values for parameters"),
            .optional(
                "given", .table(of: .mapping(given)), "what stands for fetch and read stages: a test touches no network"
            ),
            .required("expect", .mapping(expectation), "what must come of it; what is not said is not looked at"),
        ])

    static let given = MappingDefinition(
        "given",
        [KeyDefinition.optional("file", .path, "a local file, relative to the pipeline file; or")]
            + inlineForms.map { .optional($0, .text, "the content itself, as \($0)") })

    static let expectation = MappingDefinition(
        "expectation",
        [
            .optional("exit", .count(0...255), "the exit code"),
            .optional("skipped", .list(of: .stage, isEmptyAllowed: true), "the stages that are skipped, and no others"),
            .optional("records", .table(of: .count(0...Int.max)), "by parse stage, how many records there are"),
            .optional("rejects", .table(of: .count(0...Int.max)), "by parse stage, how many of them cannot be read"),
            .optional("breaks", .table(of: .count(0...Int.max)), "by reconcile stage, how many breaks there are"),
            .optional(
                "codes", .table(of: .table(of: .count(0...Int.max))),
                "by reconcile stage, how many outcomes there are of each code; a code that is not named has none"),
            .optional(
                "totals", .table(of: .table(of: .mapping(total))),
                "by reconcile stage and currency, what was `billed` and what was `expected`"),
        ])

    static let total = MappingDefinition(
        "total",
        [
            .optional("billed", .text, "what was billed, to the last digit"),
            .optional("expected", .text, "what was expected, to the last digit"),
        ])
}
