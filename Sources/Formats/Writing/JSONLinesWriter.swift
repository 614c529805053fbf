import Records

/// Writes batches of records as JSON Lines: one object a record, with the columns' names in their order.
///
/// Numbers and dates are strings, so that no reader makes binary fractions of them; what a record does not have is
/// `null`. No memory is allocated for a value, only for the buffer.
struct JSONLinesWriter: Sendable {
    /// What was written last.
    private(set) var bytes: [UInt8] = []
    /// For each column what stands before its value: a brace or comma, the name, a colon.
    private var openings: [[UInt8]] = []
    private var columns: [Column] = []

    /// Writes a batch in place of what was written before.
    mutating func write(_ batch: RecordBatch) {
        bytes.removeAll(keepingCapacity: true)
        prepare(batch.schema.columns)
        for row in 0..<batch.count {
            if openings.isEmpty { bytes.append(UInt8(ascii: "{")) }
            for index in openings.indices {
                bytes.append(contentsOf: openings[index])
                append(batch.columns[index], row)
            }
            bytes.append(contentsOf: "}\n".utf8)
        }
    }

    private mutating func prepare(_ columns: [Column]) {
        guard columns != self.columns else { return }
        self.columns = columns
        openings = columns.enumerated().map { index, column in
            let name = column.name.utf8
            var opening = Array((index == 0 ? "{\"" : ",\"").utf8)
            JSONText.appendEscaped(name.span, to: &opening)
            opening.append(contentsOf: "\":".utf8)
            return opening
        }
    }

    private mutating func append(_ column: ColumnValues, _ row: Int) {
        switch column {
        case .text(let values): appendString(values.bytes.span.extracting(values.range(row)))
        case .decimal(let values): appendQuoted(values[row]) { $0.append(to: &$1) }
        case .date(let values): appendQuoted(values[row]) { $0.append(to: &$1) }
        case .currency(let values): appendQuoted(values[row]) { $0.append(to: &$1) }
        case .boolean(let values): append(values[row].map { $0 ? "true" : "false" } ?? "null")
        }
    }

    private mutating func appendString(_ text: Span<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        if Self.needsEscapes(text) {
            JSONText.appendEscaped(text, to: &bytes)
        } else {
            // An array takes the bytes of a span at once only through a buffer.
            unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func appendQuoted<Value>(_ value: Value?, _ append: (Value, inout [UInt8]) -> Void) {
        guard let value else { return self.append("null") }
        bytes.append(UInt8(ascii: "\""))
        append(value, &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(_ literal: String) {
        bytes.append(contentsOf: literal.utf8)
    }

    private static func needsEscapes(_ text: Span<UInt8>) -> Bool {
        text.containsByte {
            $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
        } orWord: {
            $0.hasByte(below: 0x20) || $0.hasByte(UInt8(ascii: "\"")) || $0.hasByte(UInt8(ascii: "\\"))
        }
    }
}
