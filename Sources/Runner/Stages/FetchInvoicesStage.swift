import Formats
import Pipelines
import Publication
import Records
import StreamOneIon
import Streaming

/// Fetches invoices, page by page, as JSON or XML.
struct FetchInvoicesStage {
    let name: String
    let task: FetchInvoices
    let context: RunContext

    func run() async throws -> StageResult {
        let client = context.connection()
        var paging = LegacyPaging(entity: "invoice", limit: task.query.limit)
        var entries: [ManifestEntry] = []
        var goesOn = true
        while goesOn {
            let body = FetchedBody(
                name: "\(name)-\(entries.count + 1).\(task.query.encoding.rawValue)", isReport: false, stage: name,
                isFollowed: false, context: context)
            let head = try await client.invoicesPage(task.query, from: paging.count, customerID: task.customerID) {
                try body.begin($0)
            }
            entries.append(try body.finish())
            let page = body.source(head)
            let ids = try await InvoiceIDs.read(page)
            goesOn = try paging.take(ids)
            // The page that ends the list has nothing on it and is handed on only where it is all there is.
            if !ids.isEmpty || entries.count == 1 { context.wiring.files(of: name).append(page) }
            context.report(.progressed(stage: name, amount: paging.count, unit: .records))
        }
        context.wiring.files(of: name).finish()
        return .inputs(entries)
    }
}

/// Finds the ids of the invoices in a page of them.
enum InvoiceIDs {
    /// The ids, in the order of the page; empty text where an invoice has none.
    ///
    /// - Throws: `FormatError` within a ``RunFailure`` when the page cannot be read.
    static func read(_ page: SourceFile) async throws -> [String] {
        let column = ColumnMapping(column: Column(name: "id", type: .text), source: "id", isOptional: false)
        var reader: RecordReader?
        var harvests: [RecordHarvest] = []
        let makeReader = { (start: Span<UInt8>) throws(FormatError) in
            try RecordReader(
                page.format(records: RecordPath("invoice"), start: start), fileName: page.name, fileIndex: 0,
                goal: .batches([column]))
        }
        do {
            try await SourceBytes.forEach(page) { bytes, _ in
                if reader == nil { reader = try makeReader(bytes) }
                if let harvest = try reader?.read(bytes) { harvests.append(harvest) }
            }
            // An answer without a single byte is no empty list.
            if reader == nil { reader = try makeReader([UInt8]().span) }
            if let harvest = try reader?.finish() { harvests.append(harvest) }
        } catch let error as FormatError {
            throw RunFailure(.badInput, "\(page.name): \(error). Nothing was published.")
        }
        // An invoice that cannot be read is not one that is not there.
        if let reject = harvests.lazy.flatMap(\.rejects).first {
            throw RunFailure(.badInput, "\(reject). Nothing was published.")
        }
        return harvests.flatMap(\.batches).flatMap { batch -> [String] in
            guard case .text(let ids) = batch.columns[0] else { return [] }
            return (0..<batch.count).map { ids.string($0) }
        }
    }
}
