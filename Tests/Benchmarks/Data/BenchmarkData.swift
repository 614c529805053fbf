internal import Glibc
internal import Streaming

/// Makes up the files that the benchmarks read. Files that are there stay as they are.
///
/// The same seed gives the same bytes on every machine.
@main
struct BenchmarkData {
    private let directory: String
    private static let seed: UInt64 = 2026
    private static let rowCount = 2_000_000
    private static let lineCount = 200_000

    /// Writes what is missing in the directory that is named.
    static func main() {
        guard CommandLine.arguments.count == 2 else {
            complain("usage: benchmark-data DIRECTORY")
            exit(64)
        }
        do {
            try BenchmarkData(directory: CommandLine.arguments[1]).run()
        } catch {
            complain("benchmark-data: \(error)")
            exit(1)
        }
    }

    private func run() throws {
        try Directory.create(directory)
        let catalogue = Catalogue(seed: Self.seed)
        let invoices = Invoices(seed: Self.seed, catalogue, lineCount: Self.lineCount)
        try make("report.csv") { try writeReport(catalogue, to: $0) }
        try make("report.json") { try writeWrappedReport(catalogue, to: $0) }
        try make("invoices.json", invoices.writeJSON)
        try make("invoices.xml", invoices.writeXML)
    }

    private func make(_ name: String, _ write: (String) throws -> Void) throws {
        let path = "\(directory)/\(name)"
        guard !Directory.exists(path) else { return }
        try write(path)
        print("made \(path)")
    }

    private func writeReport(_ catalogue: Catalogue, to path: String) throws {
        var file = try OutputFile(path)
        var rows = ReportRows(seed: Self.seed, catalogue)
        file.buffer.append(text: ReportRows.heading)
        for _ in 0..<Self.rowCount {
            rows.appendNext(to: &file.buffer)
            try file.flushIfFull()
        }
        try file.finish()
    }

    /// The same report as the one string in an object.
    private func writeWrappedReport(_ catalogue: Catalogue, to path: String) throws {
        var file = try OutputFile(path)
        var rows = ReportRows(seed: Self.seed, catalogue)
        file.buffer.append(text: #"{"results":""#)
        file.buffer.append(escaped: ReportRows.heading.utf8)
        var row: [UInt8] = []
        for _ in 0..<Self.rowCount {
            row.removeAll(keepingCapacity: true)
            rows.appendNext(to: &row)
            file.buffer.append(escaped: row)
            try file.flushIfFull()
        }
        file.buffer.append(text: #"","resultCount":"\#(Self.rowCount)"}"#)
        try file.finish()
    }

    private static func complain(_ message: String) {
        let bytes = Array("\(message)\n".utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
