package import Records

/// Writes rows of CSV (RFC 4180) with LF line ends into a buffer; quotes stand only where they are needed.
///
/// What is written is read back as it was. Three things need care for that: a row that is nothing but an empty field gets
/// quotes, because readers skip blank lines; so does a field with blanks at an edge, because careless ones trim them; and
/// so does a field that begins with a byte order mark, because at the start of a file it would be taken for one.
///
/// No memory is allocated for a field, only for the buffer, which is kept from row to row.
package struct CSVWriter: Sendable {
    /// What was written and not yet taken.
    package private(set) var bytes: [UInt8] = []
    private let delimiter: UInt8
    private let isSpreadsheetSafe: Bool
    private var isAtStartOfRow = true
    private var isBlankRow = true

    /// A writer with an empty buffer.
    ///
    /// - Parameters:
    ///   - delimiter: What parts fields; no quote and no line end.
    ///   - isSpreadsheetSafe: Whether an apostrophe goes before text that a spreadsheet would take for a formula. That
    ///     text is not read back as it was. Numbers and dates are never touched, nor is text that is a plain number.
    package init(delimiter: UInt8 = UInt8(ascii: ","), isSpreadsheetSafe: Bool = false) {
        self.delimiter = delimiter
        self.isSpreadsheetSafe = isSpreadsheetSafe
    }

    /// Adds a field of text.
    package mutating func field(_ text: String) {
        let utf8 = text.utf8
        field(utf8.span)
    }

    /// Adds a field of UTF-8 bytes.
    package mutating func field(_ text: Span<UInt8>) {
        field(text, isPlain: false)
    }

    /// Adds a field of UTF-8 bytes.
    ///
    /// - Parameter isPlain: Whether it is known that ``hasSpecialByte(_:)`` is false of it.
    mutating func field(_ text: Span<UInt8>, isPlain: Bool) {
        beginField(isEmpty: text.isEmpty)
        let isFormula = isSpreadsheetSafe && SpreadsheetFormula.begins(text)
        guard needsQuotesForEnds(text) || (!isPlain && hasSpecialByte(text)) else {
            if isFormula { bytes.append(UInt8(ascii: "'")) }
            return append(text)
        }
        bytes.append(UInt8(ascii: "\""))
        if isFormula { bytes.append(UInt8(ascii: "'")) }
        appendQuoted(text)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Adds a field with a number, or an empty one.
    package mutating func field(_ number: ExactDecimal?, minimumFractionDigits: Int = 0) {
        beginField(isEmpty: number == nil)
        number?.append(to: &bytes, minimumFractionDigits: minimumFractionDigits)
    }

    /// Adds a field with a date, or an empty one.
    package mutating func field(_ date: CivilDate?) {
        beginField(isEmpty: date == nil)
        date?.append(to: &bytes)
    }

    /// Adds a field with a currency, or an empty one.
    package mutating func field(_ currency: Currency?) {
        beginField(isEmpty: currency == nil)
        currency?.append(to: &bytes)
    }

    /// Adds empty fields.
    package mutating func emptyFields(_ count: Int) {
        guard count > 0 else { return }
        beginField(isEmpty: true)
        guard count > 1 else { return }
        isBlankRow = false
        bytes.append(contentsOf: repeatElement(delimiter, count: count - 1))
    }

    /// Some fields of text as this writer writes them, to be added to one row after another.
    package func written(_ fields: [String]) -> [UInt8] {
        var writer = CSVWriter(delimiter: delimiter, isSpreadsheetSafe: isSpreadsheetSafe)
        for text in fields { writer.field(text) }
        return writer.bytes
    }

    /// Adds fields that ``written(_:)`` wrote, of which the first is not empty.
    package mutating func writtenFields(_ fields: Span<UInt8>) {
        beginField(isEmpty: false)
        append(fields)
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
        if !isAtStartOfRow { bytes.append(delimiter) }
        isAtStartOfRow = false
    }

    private mutating func append(_ text: Span<UInt8>) {
        // An array takes the bytes of a span at once only through a buffer.
        unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    /// Appends text with its quotes doubled, in runs that end with a quote.
    private mutating func appendQuoted(_ text: Span<UInt8>) {
        let hasQuote = text.containsByte {
            $0 == UInt8(ascii: "\"")
        } orWord: {
            $0.hasByte(UInt8(ascii: "\""))
        }
        guard hasQuote else { return append(text) }
        var start = 0
        for index in text.indices where text[index] == UInt8(ascii: "\"") {
            append(text.extracting(start...index))
            start = index
        }
        append(text.extracting(start..<text.count))
    }

    /// Whether text has a blank at an edge, or a byte order mark at its start.
    private func needsQuotesForEnds(_ text: Span<UInt8>) -> Bool {
        guard text.count > 0 else { return false }
        return text[0] == 0x20 || text[text.count - 1] == 0x20 || (text[0] == 0xEF && beginsWithMark(text))
    }

    private func beginsWithMark(_ text: Span<UInt8>) -> Bool {
        text.count >= 3 && text[1] == 0xBB && text[2] == 0xBF
    }

    /// Whether text has a delimiter, a quote or a line end in it; to be asked of a whole column at once.
    func hasSpecialByte(_ text: Span<UInt8>) -> Bool {
        let delimiter = delimiter
        return text.containsByte {
            $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
        } orWord: {
            $0.hasByte(delimiter) || $0.hasByte(UInt8(ascii: "\"")) || $0.hasByte(UInt8(ascii: "\n"))
                || $0.hasByte(UInt8(ascii: "\r"))
        }
    }
}
