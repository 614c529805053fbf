import Formats
import Records
import Runner

/// Writes records to standard output as they come.
struct RecordOutput {
    private let choice: OutputChoice
    private let redactor: Redactor

    init(_ choice: OutputChoice, _ redactor: Redactor) {
        self.choice = choice
        self.redactor = redactor
    }

    /// Writes all pages.
    ///
    /// - Throws: ``OutputFault`` when standard output takes no more; ``RunFailure`` when a chosen field is in no record,
    ///   or the pages end too early.
    func write<Pages: AsyncSequence>(_ pages: Pages) async throws where Pages.Element == [JSONValue] {
        var printer = RecordPrinter(choice.format, choice)
        var count = 0
        do {
            for try await records in pages {
                try write(printer.text(of: records))
                count += records.count
            }
        } catch {
            if count > 0, !(error is OutputFault) {
                Terminal.error.write(
                    "note: the output is not complete; \(count) records were written before the fault\n")
            }
            throw error
        }
        try write(printer.end())
        try conclude(printer)
    }

    private func write(_ bytes: [UInt8]) throws(OutputFault) {
        guard !bytes.isEmpty else { return }
        try Terminal.output.writeWhole(redactor.redact(bytes))
    }

    private func conclude(_ printer: RecordPrinter) throws {
        if !printer.unshownMembers.isEmpty {
            let names = printer.unshownMembers.sorted().joined(separator: ", ")
            Terminal.error.writeMessage(
                "note: some later records have fields that no column shows, because no record of the first page has them: "
                    + "\(names). Choose the columns with --select, or use --output jsonl\n")
        }
        guard !printer.missingFields.isEmpty else { return }
        let names = printer.missingFields.map { "\"\($0)\"" }.joined(separator: ", ")
        throw RunFailure(.badInput, "--select: no record has a field \(names)")
    }
}

/// Batches that lie ready, as a sequence of pages.
struct BatchSequence: AsyncSequence, AsyncIteratorProtocol {
    private var batches: ArraySlice<[JSONValue]>

    init(_ batches: [[JSONValue]]) { self.batches = batches[...] }

    func makeAsyncIterator() -> BatchSequence { self }

    mutating func next() async -> [JSONValue]? { batches.popFirst() }
}
