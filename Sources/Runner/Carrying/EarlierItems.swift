import Pipelines
import Publication
import Reconciliation
import Records
import Streaming

/// What was open when the month before was closed.
struct EarlierItems {
    /// The items, in the order of their set.
    let items: [OpenItem]
    /// The month with which they began to be carried over.
    let since: Month
    /// The file with the items, for the manifest; `nil` where a test has given them.
    let entry: ManifestEntry?

    /// What a test gives: the open items alone.
    ///
    /// - Throws: ``RunFailure``; `StreamingError` when there is no such file.
    init(givenIn path: String, before period: Month) throws {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        do {
            items = try Self.items(name, in: Directory.parent(of: path))
        } catch let fault as SetFault {
            throw RunFailure(.badInput, "\(fault)")
        }
        (since, entry) = (period.previous, nil)
    }

    /// What a set has left open, once it is sure that it is the one to be carried on, and as it was published.
    ///
    /// - Throws: ``RunFailure``.
    init(of directory: String, before period: Month, in pipeline: Pipeline) throws {
        do {
            let set = try PublishedSet(directory)
            try Self.requireFit(set, before: period.previous, pipeline)
            let entry = try set.requireUnchanged(OpenItemReader.openItems)
            items = try Self.items(OpenItemReader.openItems, in: directory)
            since = set.summary.carriedSince.flatMap(Month.init) ?? period.previous
            self.entry = ManifestEntry(
                name: Manifest.openItemsName(of: period.previous.description), bytes: entry.bytes, rows: entry.rows,
                digest: entry.digest,
                contentDigest: entry.contentDigest)
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
    private static func requireFit(_ set: PublishedSet, before month: Month, _ pipeline: Pipeline) throws {
        try set.requireUnchanged("summary.json")
        let summary = set.summary
        guard summary.period == month.description, summary.pipeline == pipeline.name else {
            throw RunFailure(
                .badInput,
                "\(set.directory) is the set of \(summary.pipeline) \(summary.period), and what is carried over is that of "
                    + "\(pipeline.name) \(month)")
        }
        guard !summary.isProvisional else {
            throw RunFailure(
                .badInput,
                "the set of \(month) in \(set.directory) is provisional: its bill is final from "
                    + "\(summary.settlesOn ?? "a later day") on. Close that month again first")
        }
    }

    private static func items(_ name: String, in directory: String) throws -> [OpenItem] {
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
