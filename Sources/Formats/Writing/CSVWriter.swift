package import Records

/// Writes rows of CSV (RFC 4180) with LF line ends into a buffer; quotes stand only where they are needed.
package struct CSVWriter: Sendable {
    /// What was written and not yet taken.
    package private(set) var bytes: [UInt8] = []
    private var isAtStartOfRow = true
    private var isBlankRow = true

    /// A writer with an empty buffer.
    package init() {}

    /// Adds a field of text.
    package mutating func field(_ text: String) {
        let utf8 = Array(text.utf8)
        field(utf8.span)
    }

    /// Adds a field of UTF-8 bytes.
    package mutating func field(_ text: Span<UInt8>) {
        beginField(isEmpty: text.isEmpty)
        guard Self.needsQuotes(text) else {
            return unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        }
        bytes.append(UInt8(ascii: "\""))
        for index in text.indices {
            if text[index] == UInt8(ascii: "\"") { bytes.append(UInt8(ascii: "\"")) }
            bytes.append(text[index])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Adds a field with a number, or an empty one.
    package mutating func field(_ number: ExactDecimal?, minimumFractionDigits: Int = 0) {
        beginField(isEmpty: number == nil)
        number?.append(to: &bytes, minimumFractionDigits: minimumFractionDigits)
    }

    /// Ends the row. One that is nothing but an empty field gets quotes, because readers skip blank lines.
    package mutating func endRow() {
        if isBlankRow && !isAtStartOfRow { bytes.append(contentsOf: "\"\"".utf8) }
        isBlankRow = true
        bytes.append(UInt8(ascii: "\n"))
        isAtStartOfRow = true
    }

    /// Adds a whole row of text.
    package mutating func row(_ fields: [String]) {
        for text in fields { field(text) }
        endRow()
    }

    /// Empties the buffer, keeping its memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func beginField(isEmpty: Bool) {
        if !isEmpty || !isAtStartOfRow { isBlankRow = false }
        if !isAtStartOfRow { bytes.append(UInt8(ascii: ",")) }
        isAtStartOfRow = false
    }

    /// Whether a field has a delimiter, a quote, a line end, or blanks at an edge that careless readers trim.
    private static func needsQuotes(_ text: Span<UInt8>) -> Bool {
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D: return true
            default: continue
            }
        }
        return text.count > 0 && (text[0] == 0x20 || text[text.count - 1] == 0x20)
    }
}
