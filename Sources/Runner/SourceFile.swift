import Formats
import Pipelines
import Streaming

/// A file on its way from the stage that fetches or reads it to those that use it.
struct SourceFile: Sendable {
    /// What messages, evidence and the manifest call it.
    let name: String
    /// The bytes, readable while they arrive.
    let file: GrowingFile
    /// The content type that the service gave it.
    let contentType: String?
    /// Whether the service wraps CSV into JSON here.
    let isReport: Bool

    /// How the file is to be read.
    ///
    /// A parse stage may say it. Otherwise the content type does, then the name, then the first byte.
    func format(for parse: Parse, start: Span<UInt8>) -> RecordFormat {
        switch parse.format ?? guess(start) {
        case .csv: .csv(delimiter: parse.delimiter)
        case .json: .json(records: parse.records)
        case .report: .report
        }
    }

    /// The format by what is known of the file.
    func guess(_ start: Span<UInt8>) -> Parse.Format {
        let type = contentType?.split(separator: ";").first.map { $0.lowercased() } ?? ""
        if type.hasSuffix("json") { return isReport ? .report : .json }
        if type == "text/csv" { return .csv }
        let stem = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
        if stem.hasSuffix(".csv") { return .csv }
        if stem.hasSuffix(".json") || Self.looksLikeJSON(start) { return isReport ? .report : .json }
        return .csv
    }

    private static func looksLikeJSON(_ start: Span<UInt8>) -> Bool {
        for index in start.indices {
            switch start[index] {
            case 0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF: continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): return true
            default: return false
            }
        }
        return false
    }
}
