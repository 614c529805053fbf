import Formats
import Records

extension PipelineReader {
    func readParse(
        _ body: MappingReader, _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> Stage.Task? {
        let input = readInput(body.take("parse"), "parse", &inputs, values)
        let format = choice(body.take("format"), "format", values) as Parse.Format?
        let delimiter = readDelimiter(body.take("delimiter"), values)
        let records = readPath(body.take("records"), values)
        let columns = body.take("columns").flatMap { readColumns($0, in: records, values) }
        let contract = readContract(body.take("contract"), values)
        let limit = values.count(body.take("rejects"), "rejects") ?? values.defaults.rejects ?? 0
        return input.map {
            .parse(
                Parse(
                    input: $0, format: format, delimiter: delimiter, records: records, columns: columns,
                    contract: contract, rejectLimit: limit))
        }
    }

    /// Where the headings of a parse stage's columns stand, by the columns' names.
    func columnPositions(of task: Stage.Task?, _ body: MappingReader) -> [String: TextPosition] {
        guard case .parse? = task, case .mapping(let members)? = body.take("columns")?.content else { return [:] }
        let positions = members.map { member in
            guard case .mapping(let settings) = member.value.content else {
                return (member.name, member.value.position)
            }
            let heading = settings.first { $0.name == "column" }?.value ?? member.value
            return (member.name, heading.position)
        }
        return Dictionary(positions) { first, _ in first }
    }

    /// Free names of columns that are probably meant to be others. One that says its type is meant as it is.
    func doubtfulColumns(of task: Stage.Task?, _ body: MappingReader) -> [DoubtfulColumn] {
        guard case .parse(let parse)? = task, case .mapping(let members)? = body.take("columns")?.content else {
            return []
        }
        let present = (parse.columns ?? []).map(\.column.name)
        let missing = ColumnRole.types.keys.filter { !present.contains($0) }.sorted()
        return members.compactMap { member in
            if case .mapping(let settings) = member.value.content, settings.contains(where: { $0.name == "type" }) {
                return nil
            }
            guard ColumnRole.types[member.name] == nil else { return nil }
            return Suggestion.nearest(to: member.name, among: missing).map {
                DoubtfulColumn(name: member.name, meant: $0, position: member.position)
            }
        }
    }

    private func readDelimiter(_ node: YAMLNode?, _ values: ValueReader) -> UInt8 {
        let comma = UInt8(ascii: ",")
        guard let node, let text = values.nonEmptyText(node, "delimiter") else { return comma }
        if text == "tab" { return UInt8(ascii: "\t") }
        if text.utf8.count == 1, let byte = text.utf8.first, byte != UInt8(ascii: "\""), byte > 0x20 { return byte }
        log.report("delimiter must be one character such as \";\", or tab", at: node.position)
        return comma
    }

    private func readPath(_ node: YAMLNode?, _ values: ValueReader) -> RecordPath? {
        guard let node, let text = values.nonEmptyText(node, "records") else { return nil }
        if let path = RecordPath(text) { return path }
        log.report("records is a path of names such as invoice/lines/line", at: node.position)
        return nil
    }

    private func readColumns(
        _ node: YAMLNode, in records: RecordPath?, _ values: ValueReader
    ) -> [ColumnMapping]? {
        guard let members = MappingReader.members(of: node, owner: "columns", log: log) else { return nil }
        var mappings: [ColumnMapping] = []
        for member in members {
            guard let mapping = readColumn(member, in: records, values) else { continue }
            mappings.append(mapping)
        }
        return addCurrency(mappings, at: node.position)
    }

    /// A column is a heading, or a mapping with the heading and what is to be known about its values.
    private func readColumn(
        _ member: YAMLNode.Member, in records: RecordPath?, _ values: ValueReader
    ) -> ColumnMapping? {
        let known = ColumnRole.types[member.name]
        if case .scalar = member.value.content {
            return values.nonEmptyText(member.value, "column \"\(member.name)\"").map {
                ColumnMapping(column: Column(name: member.name, type: known ?? .text), source: $0, isOptional: false)
            }
        }
        let owner = "column \"\(member.name)\""
        guard let body = MappingReader(member.value, Language.column, owner: owner, log: log) else { return nil }
        let source = values.nonEmptyText(body.take("column"), "column")
        let isOptional = values.truth(body.take("optional"), "optional") ?? false
        let enclosing = readEnclosing(body.take("of"), in: records, values)
        let typeNode = body.take("type")
        let type = readType(typeNode, values)
        body.finish()
        if let known, let type, let typeNode, type != known {
            log.report("\"\(member.name)\" is always of type \(known.rawValue)", at: typeNode.position)
        }
        return source.map {
            ColumnMapping(
                column: Column(name: member.name, type: known ?? type ?? .text), source: $0, isOptional: isOptional,
                enclosing: enclosing)
        }
    }

    /// What stands around a record, by its name in the record's path.
    private func readEnclosing(_ node: YAMLNode?, in records: RecordPath?, _ values: ValueReader) -> String? {
        guard let node, let name = values.nonEmptyText(node, "of") else { return nil }
        let around = (records?.steps ?? []).dropLast().map { String(decoding: $0, as: UTF8.self) }
        if around.contains(name) { return name }
        let known = around.isEmpty ? "" : "; it has \(around.joined(separator: ", "))"
        log.report("of must name a step of `records` before its last\(known)", at: node.position)
        return nil
    }

    func readType(_ node: YAMLNode?, _ values: ValueReader) -> ColumnType? {
        guard let node, let text = values.nonEmptyText(node, "type") else { return nil }
        if let type = ColumnType(rawValue: text) { return type }
        log.report("type must be one of text, decimal, date, currency, boolean, not \"\(text)\"", at: node.position)
        return nil
    }

    /// A heading that carries the currency gives a column of that name by itself.
    private func addCurrency(_ mappings: [ColumnMapping], at position: TextPosition) -> [ColumnMapping] {
        guard let carrier = mappings.first(where: { $0.headingBeforeCurrency != nil }) else { return mappings }
        guard !mappings.contains(where: { $0.column.name == "currency" }) else {
            log.report(
                "the currency comes from the heading \"\(carrier.source)\" already; leave out \"currency\"",
                at: position)
            return mappings
        }
        let currency = Column(name: "currency", type: .currency)
        return mappings + [ColumnMapping(column: currency, source: carrier.source, isOptional: false)]
    }
}
