import Formats
import Records
import Streaming

/// Finds the ids of the objects in a page of a list, whatever its encoding.
enum ObjectIDs {
    /// The ids, in the order of the page; empty text where an object has none.
    ///
    /// - Parameters:
    ///   - path: What an object is called in the page.
    ///   - member: The member that has the id.
    /// - Throws: `FormatError` within a ``RunFailure`` when the page cannot be read.
    static func read(_ page: SourceFile, records path: String, _ member: String) async throws -> [String] {
        let column = ColumnMapping(column: Column(name: "id", type: .text), source: member, isOptional: false)
        var reader: RecordReader?
        var harvests: [RecordHarvest] = []
        let makeReader = { (start: Span<UInt8>) throws(FormatError) in
            try RecordReader(
                page.format(records: RecordPath(path), start: start), fileName: page.name, fileIndex: 0,
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
        // An object that cannot be read is not one that is not there.
        if let reject = harvests.lazy.flatMap(\.rejects).first {
            throw RunFailure(.badInput, "\(reject). Nothing was published.")
        }
        return harvests.flatMap(\.batches).flatMap { batch -> [String] in
            guard case .text(let ids) = batch.columns[0] else { return [] }
            return (0..<batch.count).map { ids.string($0) }
        }
    }
}
