/// Reads CSV for comparisons. It is none of the program's own readers, so that their faults show.
enum CSVText {
    /// The records behind the header line, each by its headings.
    static func rows(_ text: String) -> [[String: String]] {
        let all = records(text)
        guard let headings = all.first else { return [] }
        return all.dropFirst().map { Dictionary(zip(headings, $0)) { first, _ in first } }
    }

    /// All records, each as its fields.
    static func records(_ text: String) -> [[String]] {
        var (records, fields, field): ([[String]], [String], [UInt8]) = ([], [], [])
        var (isQuoted, wasQuote) = (false, false)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""):
                if wasQuote { field.append(byte) }
                wasQuote = isQuoted
                isQuoted.toggle()
                continue
            case UInt8(ascii: ",") where !isQuoted:
                fields.append(String(decoding: field, as: UTF8.self))
                field = []
            case UInt8(ascii: "\n") where !isQuoted:
                records.append(fields + [String(decoding: field, as: UTF8.self)])
                (fields, field) = ([], [])
            default: field.append(byte)
            }
            wasQuote = false
        }
        return records
    }

    /// The pieces of a text that its records are, each with its line end: joined they are the text again.
    static func pieces(_ text: String) -> [String] {
        var (pieces, piece): ([String], [UInt8]) = ([], [])
        var isQuoted = false
        for byte in text.utf8 {
            piece.append(byte)
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: "\n"), !isQuoted {
                pieces.append(String(decoding: piece, as: UTF8.self))
                piece = []
            }
        }
        return pieces
    }
}
