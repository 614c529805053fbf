import Pipelines
import Publication
import Reconciliation
import Records

/// Reconciles charges with entitlements within a limit of memory: both sides are parted on the disk, and judged a few parts
/// at a time.
struct PartitionedReconciling {
    let stage: Stage
    let task: Reconcile
    let context: RunContext
    let limit: MemoryLimit

    func result() async throws -> Reconciliation {
        let path = "\(context.directory.fetched)/parts-\(stage.fileStem)"
        let books = SharedEngine(try PartitionedBooks(try engine(), plan: task.plan, limit: limit, path: path))
        let prices = task.priceInput(of: stage.name)
        let inputs = stage.recordInputs.dropLast(prices == nil ? 0 : 1)
        let aliases = inputs.suffix(task.aliases.count)
        // What is due depends on the prices.
        if let prices {
            try await context.drain(prices) { batch in
                let binding = try PriceBinding(batch)
                try await books.fill { try binding.add(to: &$0.engine.prepared) }
            }
        }
        // Where a charge belongs depends on what its ids stand for.
        try await drain(zip(aliases, task.aliases).map { ($0, taker(ofAliasesFor: $1.key, books)) })
        try await books.fill { $0.beginSides() }
        try await drain(Array(zip(inputs, sides(of: books))))
        return try books.take().judged()
    }

    private func engine() throws(RunFailure) -> PartitionedReconciler {
        if let both = task.aliases.first(where: { context.pipeline.isReconciled($0.stage) }) {
            throw RunFailure(
                .invalidPipeline,
                "stage \"\(stage.name)\": \"\(both.stage)\" has aliases, and charges or entitlements too; with "
                    + "--memory-limit all aliases are read first. Give it two parse stages, or leave out the limit")
        }
        if let engine = PartitionedReconciler(plan: task.plan) { return engine }
        throw RunFailure(
            .invalidPipeline,
            "stage \"\(stage.name)\": with --memory-limit, every level of `match` that has `subscription` must come "
                + "before those that have not: what they bring together decides what is left for the others. Put them "
                + "first, or leave out the limit")
    }

    private typealias Take = @Sendable (RecordBatch) async throws -> Void

    private func drain(_ inputs: [(RecordInput, Take)]) async throws {
        try await withThrowingTaskGroup { group in
            for (input, take) in inputs {
                group.addTask { try await context.drain(input, take) }
            }
            try await group.waitForAll()
        }
    }

    /// What is done with the records of each input but aliases, in the order of the inputs.
    private func sides(of books: SharedEngine<PartitionedBooks>) -> [Take] {
        let earlier: Take = { batch in
            let binding = try ChargeBinding(batch)
            try await books.fill { books in
                let numbers = binding.numbers(in: &books.engine.prepared.keys)
                for row in 0..<batch.count {
                    books.engine.prepared.add(
                        earlier: try binding.charge(row, numbers))
                }
            }
        }
        return [
            { batch in try await books.fill { try $0.take(charges: batch) } },
            { batch in try await books.fill { try $0.take(entitlements: batch) } },
        ] + (task.earlier == nil ? [] : [earlier])
    }

    private func taker(ofAliasesFor key: MatchKey, _ books: SharedEngine<PartitionedBooks>) -> Take {
        { batch in
            let binding = try AliasBinding(batch, of: key)
            try await books.fill { try binding.add(to: &$0.engine.prepared) }
        }
    }
}

extension Pipeline {
    /// Whether a parse stage is one of the sides of a reconciliation, which are read when aliases are.
    fileprivate func isReconciled(_ name: String) -> Bool {
        stages.contains { stage in
            guard case .reconcile(let task) = stage.task else { return false }
            return [task.charges, task.entitlements, task.earlier].contains(name)
        }
    }
}
