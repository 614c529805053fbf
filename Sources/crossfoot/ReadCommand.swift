import Formats
import Pipelines
import Records
import Runner
import Streaming

/// `crossfoot read`: the readers in a user's hand.
enum ReadCommand {
    static let definition = CommandDefinition(
        name: "read",
        summary: "Reads the records of a file, counts and adds them, or writes them in another format.",
        operands: ["[FILE]"],
        flags: [
            Flag(
                name: "format", value: "FORMAT",
                summary: "csv, json, jsonl, xml or report (else by name and first bytes)",
                known: Parse.Format.allCases.map(\.rawValue)),
            Flag(name: "records", value: "PATH", summary: "where records stand in JSON and XML: invoice/lines/line"),
            Flag(name: "delimiter", value: "CHARACTER", summary: "what parts the fields of CSV (,)"),
            Flag(name: "select", value: "COLUMN,COLUMN", summary: "only these columns, in this order"),
            Flag(name: "count", value: nil, summary: "how many records there are, instead of the records"),
            Flag(
                name: "sum", value: "COLUMN", summary: "the exact sum of a column, instead of the records",
                repeats: true),
            Flag(
                name: "output", value: "FORMAT", summary: "table, csv, jsonl or none (a table on a terminal, else csv)",
                known: ReadOutput.Format.allCases.map(\.rawValue)),
            Flag(name: "to", value: "FILE", summary: "write records there, gzipped when it ends with .gz"),
            Flag(name: "gzip", value: nil, summary: "gzip what is written, wherever it goes"),
            Flag(name: "level", value: "N", summary: "how hard it is gzipped, from 1 (fast) to 9 (small) (6)"),
            Flag(name: "spreadsheet-safe", value: nil, summary: "let no cell of CSV become a formula"),
            Flag(name: "rejects", value: "FILE", summary: "write rows that cannot be read there (CSV), and go on"),
            Flag(name: "threads", value: "N", summary: "how many threads read (one a processor)"),
        ],
        examples: [
            ("crossfoot read report.csv.gz --count --sum \"Seller Cost\"", "the control totals of a report"),
            (
                "crossfoot read invoices.json --records data/invoice --select number,total --output csv",
                "some fields of the invoices, for a spreadsheet"
            ),
        ],
        notes: """
            FILE may be gzipped; without it, or with -, standard input is read. The format "report" is CSV inside one text
              of a JSON object, as the service sends reports.

            Exit codes: 0 read to the end · 1 failed · 64 usage · 65 bad input, with its place · 73 cannot write ·
              130 interrupted · 143 terminated
            """,
        run: run
    )

    private static func run(_ arguments: Arguments) async -> ExitCode {
        do {
            let request = try ReadRequest(arguments)
            let workers = WorkerThreads(count: 1, name: "reading")
            defer { workers.close() }
            try await Interruption.watch {
                try await withTaskExecutorPreference(workers) { try await ReadOutput.write(request) }
            }
            return .clean
        } catch let error as Interruption where error.isWorkDone {
            return .clean
        } catch {
            return CommandFailure.tell(error, of: "read", stopped: "stopped before the end of the file")
        }
    }
}
