import Pipelines
import Publication
import Reconciliation
import Records
import Streaming

/// Reads what was left open when the month before was closed, and what was decided about it. Both are put to use when all
/// legs have ended.
struct CarryStage {
    let stage: Stage
    let task: Carry
    let context: RunContext

    func run() async throws -> StageResult {
        let decisions = try await decisions()
        let found = try found()
        return .carried(
            CarriedItems(period: task.period, opening: found.opening, decisions: decisions, entry: found.entry))
    }

    private func decisions() async throws -> [String: ItemDecision] {
        var decisions: [String: ItemDecision] = [:]
        for input in stage.recordInputs {
            let channel = context.wiring.channel(input)
            while let batch = try await channel.receive() { try DecisionBinding(batch).add(to: &decisions) }
        }
        return decisions
    }

    private typealias Found = (opening: CarriedItems.Opening, entry: ManifestEntry?)

    private func found() throws -> Found {
        if let given = context.request.given { return try found(given: given[stage.name]) }
        guard let directory = task.directory(below: context.request.outputDirectory, of: context.pipeline) else {
            return (.unknown(task.absence), nil)
        }
        return try found(in: directory)
    }

    /// What a test gives: the open items alone.
    private func found(given path: String?) throws -> Found {
        guard let path else { return (.unknown("nothing is given for stage \"\(stage.name)\""), nil) }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        do {
            return (.items(try items(name, in: Directory.parent(of: path))), nil)
        } catch let fault as SetFault {
            throw RunFailure(.badInput, "\(fault)")
        }
    }

    private func found(in directory: String) throws -> Found {
        do {
            let set = try PublishedSet(directory)
            try requireClosed(set)
            let entry = try set.openItems()
            let items = try items(OpenItemReader.openItems, in: directory)
            return (
                .items(items),
                ManifestEntry(
                    name: "\(task.period.previous)/\(entry.name)", bytes: entry.bytes, rows: entry.rows,
                    digest: entry.digest, contentDigest: entry.contentDigest)
            )
        } catch let fault as SetFault {
            throw RunFailure(
                .badInput,
                "\(directory) cannot be carried on: \(fault). crossfoot verify \(directory) says more; publish that "
                    + "month again")
        } catch let error as PublicationError {
            throw RunFailure(.badInput, "\(error)")
        }
    }

    /// Only what the month before has left open for good is carried on.
    private func requireClosed(_ set: PublishedSet) throws(RunFailure) {
        let (before, summary) = (task.period.previous, set.summary)
        guard summary.period == before.description else {
            throw RunFailure(
                .badInput,
                "\(set.directory) is the set of \(summary.period), and what \(task.period) begins with is that of "
                    + "\(before)")
        }
        guard !summary.isProvisional else {
            throw RunFailure(
                .badInput,
                "the set of \(before) in \(set.directory) is provisional: its bill is final from "
                    + "\(summary.settlesOn ?? "a later day") on. Close that month again first")
        }
    }

    private func items(_ name: String, in directory: String) throws -> [OpenItem] {
        var reader = try OpenItemReader(name, in: directory)
        var (items, ids) = ([OpenItem](), Set<String>())
        while let line = try reader.nextLine() {
            let item = try OpenItemBinding.item(line)
            guard ids.insert(item.id).inserted else {
                throw line.fault(.item, "stands there twice", found: item.id)
            }
            items.append(item)
        }
        return items
    }
}

extension Carry {
    /// The directory of the set whose open items are carried over; `nil` where the month before has none.
    func directory(below out: String, of pipeline: Pipeline) -> String? {
        switch source {
        case .directory(let path): return path
        case .lastMonth:
            let path = "\(out)/\(pipeline.name)/\(period.previous)"
            return Directory.exists(path) ? path : nil
        }
    }

    /// What is said where there is none. It is published, and so does not tell where: the bytes do not depend on that.
    var absence: String { "no set of \(period.previous) is published beside this one" }
}
