internal import Records

/// One line of CSV under construction: fields are quoted only where RFC 4180 demands it.
struct CSVLine {
    /// The line so far, a comma behind every field.
    private(set) var bytes: [UInt8] = []

    /// Appends a field of any text.
    mutating func append(_ text: String) {
        let needsQuotes = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        if needsQuotes { appendQuoted(text) } else { bytes.append(contentsOf: text.utf8) }
        bytes.append(UInt8(ascii: ","))
    }

    /// Appends fields that are CSV already, a comma behind each.
    mutating func append(fields: [UInt8]) {
        bytes.append(contentsOf: fields)
    }

    /// Appends a number with at least so many fraction digits.
    mutating func append(_ number: ExactDecimal, minimumFractionDigits: Int = 0) {
        number.append(to: &bytes, minimumFractionDigits: minimumFractionDigits)
        bytes.append(UInt8(ascii: ","))
    }

    /// The finished line: a line feed takes the place of the last comma.
    consuming func finished() -> [UInt8] {
        if !bytes.isEmpty { bytes[bytes.count - 1] = UInt8(ascii: "\n") }
        return bytes
    }

    private mutating func appendQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
