internal import Formats
internal import Records

/// What must hold of the readers of records: they find the same however their input is cut, and what they found can be
/// written and read again.
enum RecordProperties {
    static func csvFault(in input: [UInt8], _ choices: inout FuzzChoices) -> String? {
        let delimiters: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        let format = RecordFormat.csv(delimiter: delimiters.randomElement(using: &choices) ?? 0)
        let whole = Harvest(format, [input], goal: .batches(nil))
        return splitFault(in: input, format, .batches(nil), whole, &choices)
            ?? splitFault(in: input, format, .batches(mappings(of: input)), nil, &choices)
            ?? splitFault(in: input, format, .recall([1, 2, 5]), nil, &choices)
            ?? rewritingFault(whole)
    }

    static func jsonFault(in input: [UInt8], _ choices: inout FuzzChoices) -> String? {
        let goals: [ReadingGoal] = [.batches(treeMappings), .recall([1, 3])]
        for records in recordPaths {
            for goal in goals {
                if let fault = splitFault(in: input, .json(records: records), goal, nil, &choices) { return fault }
            }
        }
        return splitFault(in: input, .report, .batches(nil), nil, &choices) ?? valueFault(in: input)
    }

    static func xmlFault(in input: [UInt8], _ choices: inout FuzzChoices) -> String? {
        let charset = [nil, "utf-8", "iso-8859-1"].randomElement(using: &choices) ?? nil
        for records in recordPaths {
            let format = RecordFormat.xml(records: records, charset: charset)
            if let fault = splitFault(in: input, format, .batches(treeMappings), nil, &choices) { return fault }
        }
        let format = RecordFormat.xml(records: recordPaths[1], charset: charset)
        return splitFault(in: input, format, .recall([1, 3]), nil, &choices)
    }

    // MARK: - Cutting

    private static func splitFault(
        in input: [UInt8], _ format: RecordFormat, _ goal: ReadingGoal, _ whole: Harvest?,
        _ choices: inout FuzzChoices
    ) -> String? {
        let whole = whole ?? Harvest(format, [input], goal: goal)
        for pieces in choices.splits(of: input) {
            let harvest = Harvest(format, pieces, goal: goal)
            // A report is CSV inside JSON. Where both are at fault, the pieces decide which fault shows first.
            if format == .report, harvest.error != nil, whole.error != nil { continue }
            if harvest != whole {
                return "\(format), \(goal), in pieces of \(pieces.map(\.count)): \(harvest), but as a whole: \(whole)"
            }
        }
        return nil
    }

    // MARK: - Columns

    private static let recordPaths = [nil, RecordPath("a"), RecordPath("invoice/lines/line")]

    /// Columns of every type, from fields that the seeds have.
    private static let treeMappings = [
        ColumnMapping(column: Column(name: "id", type: .text), source: "id", isOptional: true),
        ColumnMapping(column: Column(name: "amount", type: .decimal), source: "amount", isOptional: true),
        ColumnMapping(column: Column(name: "day", type: .date), source: "day", isOptional: true),
        ColumnMapping(column: Column(name: "deep", type: .text), source: "b/c", isOptional: true),
    ]

    /// The first columns of a CSV file, with types that not all their values have.
    private static func mappings(of input: [UInt8]) -> [ColumnMapping] {
        let line = input.prefix { $0 != UInt8(ascii: "\n") }
        let names = line.split(separator: UInt8(ascii: ",")).prefix(3).map { String(decoding: $0, as: UTF8.self) }
        return zip(names, [ColumnType.decimal, .text, .date]).map { name, type in
            ColumnMapping(column: Column(name: name, type: type), source: name, isOptional: type != .text)
        }
    }

    // MARK: - Writing again

    /// A table that was read comes back when it is written and read again.
    private static func rewritingFault(_ harvest: Harvest) -> String? {
        guard harvest.error == nil, let width = harvest.values.first?.count, width > 0 else { return nil }
        var writer = CSVWriter()
        writer.row((0..<width).map { "column \($0)" })
        for row in harvest.values { writer.row(row.map { $0 ?? "" }) }
        let again = Harvest(.csv(delimiter: UInt8(ascii: ",")), [writer.bytes], goal: .batches(nil))
        let wanted = harvest.values.map { $0.map { $0 ?? "" } }
        return again.values.map { $0.map { $0 ?? "" } } == wanted
            ? nil : "\(wanted) was written and came back as \(again)"
    }

    /// A JSON value comes back when it is written and read again.
    private static func valueFault(in input: [UInt8]) -> String? {
        guard let value = try? JSONValue(parsing: input) else { return nil }
        let text = value.compactText
        guard let again = try? JSONValue(parsing: text) else { return "\(text) was written and cannot be read" }
        return again == value ? nil : "\(value) was written and came back as \(again)"
    }
}
