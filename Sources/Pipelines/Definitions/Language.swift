/// The language of pipeline files: what may stand where, and what it means.
package enum Language {
    /// The whole file.
    package static let pipeline = MappingDefinition(
        "pipeline",
        [
            .required("version", .choice(["1"]), "the version of the language: `1`"),
            .required("name", .name, "the pipeline's name; the directory of its published sets has it"),
            .optional("include", .list(of: .path, isEmptyAllowed: false), "fragments, relative to this file"),
        ] + shared(stagesAreRequired: true) + [
            .optional("secrets", .table(of: .mapping(secret)), "values that no output may show, for `notify`"),
            .optional("hosts", .list(of: .text, isEmptyAllowed: false), "the hosts that `notify` may call"),
            .optional("defaults", .mapping(defaults), "what counts for stages that do not say otherwise"),
            .optional("limits", .mapping(limits), "how much may happen at once"),
            .optional("tests", .list(of: .mapping(test), isEmptyAllowed: true), "what `crossfoot test` tries"),
        ])

    /// A file that others include.
    package static let fragment = MappingDefinition("fragment", shared(stagesAreRequired: false))

    /// What a fragment may have too.
    private static func shared(stagesAreRequired: Bool) -> [KeyDefinition] {
        let stages = Shape.table(of: .either(stages.map(Shape.mapping)))
        return [
            .optional("params", .table(of: .mapping(parameter)), "values that a run may be given"),
            .optional("contracts", .table(of: .mapping(contract)), "what columns a source promises"),
            stagesAreRequired
                ? .required("stages", stages, "the steps, by name") : .optional("stages", stages, "as there"),
            .optional(
                "gates", .list(of: .either([.mapping(countingGate), .mapping(requiringGate)]), isEmptyAllowed: true),
                "the conditions that decide between exit code 0 and 3"),
        ]
    }

    static let parameter = MappingDefinition(
        "param",
        [
            .required("type", .choice(ParameterType.allCases.map(\.rawValue)), "what it holds"),
            .optional(
                "default", .either([.text, .list(of: .text, isEmptyAllowed: true)]), "its value where none is given"),
            .optional("one_of", .list(of: .text, isEmptyAllowed: false), "the only values that it may have"),
            .optional("env", .text, "the environment variable that may give it, and is read for nothing else"),
            .optional("about", .text, "what it is, for whoever runs the pipeline"),
        ])

    static let secret = MappingDefinition(
        "secret",
        [
            .optional("env", .text, "the environment variable that has it; or"),
            .optional("file", .path, "the file that has it, which only you may read (mode 0600)"),
        ])

    static let defaults = MappingDefinition(
        "defaults",
        [
            .optional("timeout", .duration, usual: "none", "how long a stage may take"),
            .optional("retry", retryShape, usual: "never", "how often a stage that fetches is tried again"),
            .optional("rejects", .count(0...Int.max), usual: "0", "how many rows of a parse stage may be unreadable"),
            .optional("level", .count(1...9), usual: "6", "how hard written files are compressed"),
        ])

    static let limits = MappingDefinition(
        "limits",
        [
            .optional("legs", .count(1...64), usual: "4", "how many legs of a `for_each` run at once"),
            .optional(
                "requests_in_flight", .count(1...64), usual: "the configuration's",
                "how many requests may be under way at once, of all stages together"),
            .optional(
                "requests_per_second", .count(1...1000), usual: "the configuration's",
                "how many requests may begin in a second, of all stages together"),
        ])

    static let contract = MappingDefinition(
        "contract",
        [
            .required(
                "columns", .table(of: .either([.choice(columnTypes), .mapping(contractColumn)])),
                "headings and their types"),
            .optional(
                "others", .choice(["allowed", "refused"]), usual: "allowed", "columns that it does not name"),
        ])

    static let contractColumn = MappingDefinition(
        "contract column",
        [
            .required("type", .choice(columnTypes), "what the column holds"),
            .optional("optional", .truth, usual: "false", "whether it may be missing"),
        ])

    static let countingGate = MappingDefinition(
        "counting gate",
        [
            .required("no_more_than", .count(0...Int.max), "how many breaks there may be in all"),
            .required(
                "of", .list(of: .text, isEmptyAllowed: false), "whose breaks are counted: `STAGE.breaks`"),
            .optional("skipped", .choice(["allowed"]), "holds also when a stage that it names was skipped"),
        ])

    static let requiringGate = MappingDefinition(
        "requiring gate",
        [
            .required("require", .expression, "what must be true"),
            .optional("because", .text, "why, for whoever reads that it is not"),
            .optional("skipped", .choice(["allowed"]), "holds also when a stage that it names was skipped"),
        ])

    static let columnTypes = ["text", "decimal", "date", "currency", "boolean"]
}
