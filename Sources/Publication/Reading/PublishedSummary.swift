import Formats
internal import Records

/// What a set's `summary.json` says, of what can be proved from the other files.
package struct PublishedSummary: Sendable {
    /// A source: a parse stage, and what it read.
    package struct Source: Sendable {
        /// The parse stage.
        package let stage: String
        /// The files that it read.
        package let files: [String]
        let records: Int
        let accepted: Int
        let rejected: Int
    }

    /// A number of rows, and a sum for each currency that occurs in them.
    struct Totals: Sendable, Hashable {
        var rows = 0
        var amounts: [Currency: ExactDecimal] = [:]

        /// The sum of a currency; nought where it does not occur.
        subscript(currency: Currency) -> ExactDecimal { amounts[currency] ?? .zero }
    }

    /// What the outcomes of one code came to.
    struct Code: Sendable {
        let code: String
        let name: String
        let isBreak: Bool
        let count: Int
        let billed: Totals
        let expected: Totals
    }

    /// An identity that was checked in the run.
    struct Identity: Sendable {
        let name: String
        let unit: String
        let source: ExactDecimal
        let outcomes: ExactDecimal
        let holds: Bool
    }

    /// A reconcile stage.
    package struct Leg: Sendable {
        /// The stage.
        package let name: String
        /// The parse stage whose records were held against the others.
        package let billedSource: String
        /// The parse stage whose records they were held against.
        package let expectedSource: String
        /// What was held against what: `entitlements`, `header-lines` or `lines-charges`.
        package let kind: String
        let breaks: Int
        let billed: Totals
        let expected: Totals
        let outcomes: [Code]
        let identities: [Identity]
        let buckets: [Bucket]
    }

    /// What was let pass by one tolerance in one currency.
    struct Bucket: Sendable {
        let name: String
        let currency: String
        let count: Int
        let amount: ExactDecimal
    }

    /// A gate, and how it ended.
    struct Gate: Sendable {
        /// What was demanded, and what there is.
        enum Demand: Sendable {
            case breaks(limit: Int, count: Int, legs: [String])
            case condition(PublishedCondition)
        }

        let demand: Demand
        let skipped: [String]
        let allowsSkipped: Bool
        let holds: Bool
    }

    /// What was carried over from the month before: what was open, came, went and is open.
    struct RollForward: Sendable {
        /// The month before.
        let from: String
        /// The month whose items were the first to be carried over.
        let since: String
        let opening: Totals
        let new: Totals
        let cleared: Totals
        let writtenOff: Totals
        let closing: Totals
        let identities: [Identity]
    }

    /// How what was read differs from what an earlier run had read.
    struct SourceChanges: Sendable {
        /// An input that is not what it was; a digest is `nil` where a run had no such input.
        struct Change: Sendable {
            let name: String
            let before: String?
            let after: String?
        }

        let isOfProvisional: Bool
        let unchanged: Int
        let changes: [Change]
        let holds: Bool
    }

    /// A stage that did not run.
    struct Skipped: Sendable {
        let stage: String
        let reason: String
    }

    /// The program's version.
    package let toolVersion: String
    /// The pipeline's name.
    package let pipeline: String
    /// The month that was closed, or `all`.
    package let period: String
    /// The day that counted as today.
    package let asOf: String
    /// The parameters, as they were given.
    package let parameters: [(name: String, value: String)]
    let tiesOut: Bool
    /// Whether the bill may still have changed when the set was published.
    package let isProvisional: Bool
    /// The day from which on the bill is final, where one is known.
    package let settlesOn: String?
    let breaks: Int
    /// What was read.
    package let sources: [Source]
    /// What was reconciled.
    package let legs: [Leg]
    let gates: [Gate]
    let rollForward: RollForward?
    let sourceChanges: SourceChanges?
    /// The controls of the whole run that were not carried out.
    let untested: [String]
    let skipped: [Skipped]

    /// The version of the form that is read.
    private static let schemaVersion = 1

    /// What a summary's text says.
    ///
    /// - Throws: ``SetFault`` that names what is missing or of the wrong kind.
    init(parsing text: [UInt8]) throws(SetFault) {
        let root: SetDocument
        do throws(FormatError) {
            root = SetDocument(file: "summary.json", value: try JSONValue(parsing: text))
        } catch {
            throw SetFault(file: "summary.json", "is no JSON: \(error)")
        }
        guard try root.count("schema_version") == Self.schemaVersion else {
            throw try root.part("schema_version").fault("is a form that this program does not read")
        }
        toolVersion = try root.text("tool_version")
        pipeline = try root.text("pipeline")
        period = try root.text("period")
        asOf = try root.text("as_of")
        parameters = try root.part("parameters").members().map { ($0.name, $0.part.value.string ?? "") }
        tiesOut = try root.truth("ties_out")
        isProvisional = try root.truth("provisional")
        settlesOn = try root.part("settles_on").value.string
        breaks = try root.count("breaks")
        sources = try root.list("sources").map { (part) throws(SetFault) in try Source(part) }
        legs = try root.list("legs").map { (part) throws(SetFault) in try Leg(part) }
        gates = try root.list("gates").map { (part) throws(SetFault) in try Gate(part) }
        rollForward = root.value["roll_forward"] == nil ? nil : try RollForward(root.part("roll_forward"))
        untested = try root.list("not_tested").map { (part) throws(SetFault) in try part.text("control") }
        sourceChanges = root.value["source_changes"] == nil ? nil : try SourceChanges(root.part("source_changes"))
        skipped =
            root.value["skipped"] == nil
            ? []
            : try root.list("skipped").map { (part) throws(SetFault) in
                Skipped(stage: try part.text("stage"), reason: try part.text("reason"))
            }
    }

    /// The month whose open items were the first to be carried over; `nil` where none were.
    package var carriedSince: String? { rollForward?.since }

    /// Whether the set has the tables of outcomes, and open items.
    package var hasBooks: Bool { !legs.isEmpty || rollForward != nil }

    /// The source of a parse stage.
    package func source(_ stage: String) -> Source? {
        sources.first { $0.stage == stage }
    }
}

extension PublishedSummary.Source {
    fileprivate init(_ part: SetDocument) throws(SetFault) {
        stage = try part.text("stage")
        files = try part.texts("files")
        records = try part.count("records")
        accepted = try part.count("accepted")
        rejected = try part.count("rejected")
    }
}

extension PublishedSummary.Leg {
    fileprivate init(_ part: SetDocument) throws(SetFault) {
        name = try part.text("leg")
        kind = try part.text("kind")
        billedSource = try part.text("billed_source")
        expectedSource = try part.text("expected_source")
        breaks = try part.count("breaks")
        billed = try PublishedSummary.Totals(part.part("billed"))
        expected = try PublishedSummary.Totals(part.part("expected"))
        outcomes = try part.list("outcomes").map { (part) throws(SetFault) in try PublishedSummary.Code(part) }
        identities = try part.list("identities").map { (part) throws(SetFault) in
            try PublishedSummary.Identity(part)
        }
        buckets = try part.list("buckets").map { (part) throws(SetFault) in
            PublishedSummary.Bucket(
                name: try part.text("bucket"), currency: try part.text("currency"), count: try part.count("count"),
                amount: try part.amount("amount"))
        }
    }
}

extension PublishedSummary.Totals {
    fileprivate init(_ part: SetDocument, counting unit: String = "rows") throws(SetFault) {
        rows = try part.count(unit)
        let sums = try part.part("amounts")
        for (name, member) in try sums.members() {
            guard let currency = Currency(name) else { throw member.fault("is no currency") }
            amounts[currency] = try sums.amount(name)
        }
    }
}

extension PublishedSummary.Code {
    fileprivate init(_ part: SetDocument) throws(SetFault) {
        code = try part.text("code")
        name = try part.text("name")
        isBreak = try part.truth("break")
        count = try part.count("count")
        billed = try PublishedSummary.Totals(part.part("billed"))
        expected = try PublishedSummary.Totals(part.part("expected"))
    }
}

extension PublishedSummary.Identity {
    fileprivate init(_ part: SetDocument) throws(SetFault) {
        name = try part.text("identity")
        unit = try part.text("unit")
        source = try part.amount("source")
        outcomes = try part.amount("outcomes")
        holds = try part.truth("holds")
    }
}

extension PublishedSummary.RollForward {
    fileprivate init(_ part: SetDocument) throws(SetFault) {
        func totals(_ name: String) throws(SetFault) -> PublishedSummary.Totals {
            try PublishedSummary.Totals(part.part(name), counting: "items")
        }
        from = try part.text("from")
        since = try part.text("since")
        opening = try totals("opening")
        new = try totals("new")
        cleared = try totals("cleared")
        writtenOff = try totals("written_off")
        closing = try totals("closing")
        identities = try part.list("identities").map { (part) throws(SetFault) in
            try PublishedSummary.Identity(part)
        }
    }
}

extension PublishedSummary.SourceChanges {
    fileprivate init(_ part: SetDocument) throws(SetFault) {
        isOfProvisional = try part.truth("against_provisional")
        unchanged = try part.count("unchanged")
        changes = try part.list("changed").map { (part) throws(SetFault) in
            Change(
                name: try part.text("name"), before: try part.part("before").value.string,
                after: try part.part("after").value.string)
        }
        holds = try part.truth("holds")
    }
}

extension PublishedSummary.Gate {
    fileprivate init(_ part: SetDocument) throws(SetFault) {
        demand =
            if part.value["require"] != nil {
                .condition(
                    PublishedCondition(
                        text: try part.text("require"),
                        values: try part.part("values").members().map { ($0.name, $0.part.value.string ?? "") }))
            } else {
                .breaks(
                    limit: try part.count("no_more_than"), count: try part.count("breaks"),
                    legs: try part.texts("legs"))
            }
        let isSkipped = part.value["skipped"] != nil
        skipped = isSkipped ? try part.texts("skipped") : []
        allowsSkipped = isSkipped ? try part.truth("skipped_allowed") : false
        holds = try part.truth("holds")
    }
}
