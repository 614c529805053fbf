import Pipelines

/// What format a file seems to have: the content type says it, else the name, else the first byte.
enum FormatGuess {
    /// - Parameters:
    ///   - isReport: Whether JSON is a report's CSV in its wrapping.
    ///   - start: The file's first bytes, expanded.
    static func format(
        contentType: String?, name: String, isReport: Bool, start: Span<UInt8>
    ) -> Parse.Format {
        let json: Parse.Format = isReport ? .report : .json
        let type = contentType?.split(separator: ";").first.map { $0.lowercased() } ?? ""
        if type.hasSuffix("json") { return json }
        if type.hasSuffix("/xml") || type.hasSuffix("+xml") { return .xml }
        if type == "text/csv" { return .csv }
        let stem = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
        if stem.hasSuffix(".csv") { return .csv }
        if stem.hasSuffix(".xml") { return .xml }
        if stem.hasSuffix(".jsonl") || stem.hasSuffix(".ndjson") { return .jsonl }
        if stem.hasSuffix(".json") { return json }
        switch firstMark(start) {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return json
        case UInt8(ascii: "<"): return .xml
        default: return .csv
        }
    }

    /// The first byte behind white space and a byte order mark; that of UTF-16 is passed over with its zeros.
    private static func firstMark(_ start: Span<UInt8>) -> UInt8? {
        for index in start.indices {
            switch start[index] {
            case 0x00, 0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF: continue
            default: return start[index]
            }
        }
        return nil
    }
}
