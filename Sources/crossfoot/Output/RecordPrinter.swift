import Formats
import Records

/// Turns records into the text of an output format, page by page.
struct RecordPrinter {
    private let format: OutputFormat
    private let selection: [FieldPath]?
    private let tableColumns: [FieldPath]
    /// The columns of CSV and tables; known when the first records are.
    private var columns: [FieldPath]?
    private var widths: [Int] = []
    private var count = 0
    private var csv = CSVWriter()
    private var foundFields: Set<FieldPath> = []
    /// Members of later records that no column shows.
    private(set) var unshownMembers: Set<String> = []

    init(_ format: OutputFormat, _ choice: OutputChoice) {
        self.format = format
        selection = choice.selection
        tableColumns = choice.tableColumns
    }

    /// The fields that were chosen and that no record has.
    var missingFields: [String] {
        count == 0 ? [] : (selection ?? []).filter { !foundFields.contains($0) }.map(\.text)
    }

    /// The text of some records.
    mutating func text(of records: [JSONValue]) -> [UInt8] {
        note(records)
        defer { count += records.count }
        switch format {
        case .jsonl: return jsonLines(records)
        case .json: return jsonElements(records)
        case .csv: return csvRows(records)
        case .table: return tableRows(records)
        }
    }

    /// The text behind the last record.
    mutating func end() -> [UInt8] {
        switch format {
        case .json: return Array((count == 0 ? "[]\n" : "\n]\n").utf8)
        case .csv, .table: return count == 0 ? text(of: []) : []
        case .jsonl: return []
        }
    }

    // MARK: - What the records have

    private mutating func note(_ records: [JSONValue]) {
        for path in selection ?? [] where !foundFields.contains(path) {
            if records.contains(where: { path.value(in: $0) != nil }) { foundFields.insert(path) }
        }
        guard format == .csv, selection == nil, let columns else { return }
        let shown = Set(columns.map(\.first))
        for record in records { unshownMembers.formUnion(record.memberNames.filter { !shown.contains($0) }) }
    }

    private mutating func chooseColumns(_ records: [JSONValue], _ usual: [FieldPath]) -> [FieldPath] {
        if let columns { return columns }
        var chosen = selection ?? usual
        if chosen.isEmpty {
            var names: Set<String> = []
            for name in records.lazy.flatMap(\.memberNames) where names.insert(name).inserted {
                chosen.append(.member(name))
            }
        }
        columns = chosen
        return chosen
    }

    // MARK: - JSON

    private func selected(_ record: JSONValue) -> JSONValue {
        guard let selection else { return record }
        return .object(selection.compactMap { path in path.value(in: record).map { .init(path.text, $0) } })
    }

    private func jsonLines(_ records: [JSONValue]) -> [UInt8] {
        var bytes: [UInt8] = []
        for record in records {
            selected(record).append(to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private func jsonElements(_ records: [JSONValue]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, record) in records.enumerated() {
            bytes.append(contentsOf: (count + index == 0 ? "[\n" : ",\n").utf8)
            selected(record).append(to: &bytes)
        }
        return bytes
    }

    // MARK: - Columns

    private mutating func csvRows(_ records: [JSONValue]) -> [UInt8] {
        let isFirst = columns == nil
        let columns = chooseColumns(records, [])
        csv.removeAll()
        if isFirst, !columns.isEmpty { csv.row(columns.map(\.text)) }
        for record in records {
            for column in columns { csv.field(Self.cell(column.value(in: record))) }
            csv.endRow()
        }
        return csv.bytes
    }

    private mutating func tableRows(_ records: [JSONValue]) -> [UInt8] {
        let isFirst = columns == nil
        let columns = chooseColumns(records, tableColumns)
        let rows = records.map { record in columns.map { Self.cell($0.value(in: record)).printable() } }
        let headings = columns.map(\.text)
        if isFirst {
            widths = columns.indices.map { column in ([headings] + rows).map { $0[column].count }.max() ?? 0 }
        }
        let lines = (isFirst && !headings.isEmpty ? [headings] : []) + rows
        return Array(lines.map { TableLine.text($0, widths: widths) }.joined().utf8)
    }

    /// A value as the text of a cell: what is not there is empty, what has parts is JSON.
    private static func cell(_ value: JSONValue?) -> String {
        guard let value, value != .null else { return "" }
        return value.scalarText ?? value.compactText
    }
}

extension JSONValue {
    /// The names of an object's members.
    fileprivate var memberNames: [String] {
        if case .object(let members) = self { members.map(\.name) } else { [] }
    }
}
