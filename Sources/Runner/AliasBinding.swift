import Reconciliation
import Records

/// Makes aliases of a batch's records.
struct AliasBinding {
    private let batch: RecordBatch
    private let key: MatchKey
    private let alias: TextColumn
    private let meaning: TextColumn

    /// Finds the columns; the pipeline was checked for them.
    init(_ batch: RecordBatch, of key: MatchKey) throws(RunFailure) {
        let columns = RoleColumns(batch)
        guard let alias = columns.text("alias"), let meaning = columns.text("stands_for") else {
            throw RunFailure(.invalidPipeline, "aliases need the columns alias and stands_for")
        }
        self.batch = batch
        self.key = key
        self.alias = alias
        self.meaning = meaning
    }

    /// A row's alias and what it stands for.
    func ids(_ row: Int, in table: inout KeyTable) throws(RunFailure) -> (alias: KeyID, meaning: KeyID) {
        let (id, other) = (table.id(alias, row), table.id(meaning, row))
        if !id.isEmpty, !other.isEmpty { return (id, other) }
        throw RunFailure(
            .badInput,
            "row \(batch.rows[row]) of the aliases of \(key.rawValue) lacks its "
                + (id.isEmpty ? "alias" : "stands_for") + "; an alias and what it stands for come together")
    }

    /// Adds all aliases of the batch to an engine.
    func add(to engine: inout some AliasTaking) throws {
        for row in 0..<batch.count {
            let (alias, id) = try ids(row, in: &engine.keys)
            try checked(row) { () throws(AliasTable.Conflict) in
                try engine.add(alias: alias, standsFor: id, for: key)
            }
        }
    }

    /// Says at which row a conflict came up.
    func checked(_ row: Int, _ add: () throws(AliasTable.Conflict) -> Void) throws(RunFailure) {
        do throws(AliasTable.Conflict) {
            try add()
        } catch {
            throw RunFailure(.badInput, "row \(batch.rows[row]): \(error)")
        }
    }
}

/// An engine that knows what ids stand for which.
protocol AliasTaking: Sendable {
    var keys: KeyTable { get set }
    mutating func add(alias: KeyID, standsFor id: KeyID, for key: MatchKey) throws(AliasTable.Conflict)
}

extension Reconciler: AliasTaking {}
extension AgreementCheck: AliasTaking {}

extension SharedEngine where Engine: AliasTaking {
    /// What is done with the records of an alias file.
    func aliasTaker(for key: MatchKey) -> @Sendable (RecordBatch) async throws -> Void {
        { batch in
            let binding = try AliasBinding(batch, of: key)
            try await self.fill { try binding.add(to: &$0) }
        }
    }
}
