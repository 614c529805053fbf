import Formats
import HTTPTransport
import Pipelines
import Publication
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
    /// Of a local file what the manifest says of it, from the stage that reads it.
    var entries: GrowingList<ManifestEntry>?
    /// The parse stage whose reading its digests are made of, where there is one.
    var hasher: String?
    /// What a local file was when it was opened.
    var version: FileVersion?

    /// Makes sure that nobody wrote to a local file since it was opened: what is read of it twice would not be the same.
    func requireUnchanged() throws {
        guard let version, try file.version() != version else { return }
        throw RunFailure(.badInput, "\(name) has changed while it was read; run again")
    }

    /// How the file is to be read.
    ///
    /// A parse stage may say it. Otherwise the content type does, then the name, then the first byte.
    func format(for parse: Parse, start: Span<UInt8>) -> RecordFormat {
        format(parse.format, records: parse.records, delimiter: parse.delimiter, start: start)
    }

    /// How the file is to be read when records stand at a path of it.
    func format(
        _ given: Parse.Format? = nil, records: RecordPath?, delimiter: UInt8 = UInt8(ascii: ","), start: Span<UInt8>
    ) -> RecordFormat {
        switch given ?? guess(start) {
        case .csv: .csv(delimiter: delimiter)
        case .json: .json(records: records)
        case .jsonl: .jsonLines(records: records)
        case .xml: .xml(records: records, charset: contentType.flatMap(HTTPResponseHead.charset(in:)))
        case .report: .report
        }
    }

    /// The format by what is known of the file.
    func guess(_ start: Span<UInt8>) -> Parse.Format {
        FormatGuess.format(contentType: contentType, name: name, isReport: isReport, start: start)
    }
}
