import Pipelines
import Publication
import Records

/// Tells what became of a subscription, a customer, an invoice, an SKU, an open item or a row, from a published set and from the rows
/// behind it.
package struct RunExplainer: Sendable {
    private let key: String
    private let directory: String
    private let states: [String]

    /// An explainer.
    ///
    /// - Parameters:
    ///   - key: What is asked for: a key's value, or a row such as `report.json:17`.
    ///   - directory: The published set.
    ///   - states: The state directories in which the run may have been made.
    package init(_ key: String, directory: String, states: [String]) {
        self.key = key
        self.directory = directory
        self.states = states
    }

    /// What is told.
    package struct Story: Sendable {
        /// The story, in lines.
        package let text: String
        /// Whether the rows come to what the set says; where they cannot be read, nothing speaks against it.
        package let agrees: Bool
    }

    /// Tells the story.
    ///
    /// - Throws: ``RunFailure`` when nothing in the set is about the key, or there is no set that can be read.
    package func story() async throws -> Story {
        do {
            let set = try PublishedSet(directory)
            let key = ExplanationKey(key, in: set.summary)
            var troubles: [String] = []
            let reader = reader(of: set, &troubles)
            let touched = await touchedRows(key, in: set, reader, &troubles)
            let search = try OutcomeSearch(key, touched, in: set)
            let items = try OpenItemStory(key, in: set).lines
            guard search.count > 0 || !items.isEmpty else {
                return Story(text: try notFound(key, search, set, troubles), agrees: true)
            }
            return try await tell(search, items, set, touched, reader, troubles)
        } catch let error as PublicationError {
            throw RunFailure(.badInput, error.message)
        } catch let fault as SetFault {
            throw RunFailure(.badInput, "\(directory): \(fault). Try: crossfoot verify \(directory)")
        }
    }

    private func reader(of set: PublishedSet, _ troubles: inout [String]) -> EvidenceReader? {
        do {
            return try EvidenceReader(set, states: states)
        } catch {
            troubles.append(RunFailure(error).message)
            return nil
        }
    }

    /// The rows that the key stands for: the one that is asked for, or those with its value.
    private func touchedRows(
        _ key: ExplanationKey, in set: PublishedSet, _ reader: EvidenceReader?, _ troubles: inout [String]
    ) async -> TouchedRows {
        var touched = TouchedRows(in: set.summary)
        for source in set.summary.sources {
            if let row = key.row {
                touched.add([row.number], of: row.file, stage: source.stage)
                continue
            }
            do {
                for (file, rows) in try await reader?.rows(with: key.text, stage: source.stage) ?? [] {
                    touched.add(rows, of: file, stage: source.stage)
                }
            } catch {
                troubles.append(RunFailure(error).message)
            }
        }
        return touched
    }

    private func tell(
        _ search: OutcomeSearch, _ items: [String], _ set: PublishedSet, _ touched: TouchedRows,
        _ reader: EvidenceReader?,
        _ troubles: [String]
    ) async throws -> Story {
        let evidence = await EvidenceCollection(search.outcomes, in: set.summary, touched, reader)
        let troubles = troubles + evidence.troubles.filter { !troubles.contains($0) }
        let count = search.count
        var lines = [
            "\(key): \(count == 1 ? "1 outcome" : count == 0 ? "no outcome" : "\(count) outcomes") in \(set.summary.pipeline) \(set.summary.period) "
                + "(\(directory))"
        ]
        for trouble in troubles { lines.append("Rows that cannot be read again: \(trouble).") }
        if !troubles.isEmpty { lines.append("What follows is what the published set says of them.") }
        for outcome in search.outcomes {
            guard let leg = set.summary.legs.first(where: { $0.name == outcome.text(.leg) }) else { continue }
            let story = try OutcomeStory(outcome, leg, period: set.summary.period, evidence, reader?.pipeline)
            lines += [""] + (try story.lines())
        }
        if !search.others.isEmpty {
            lines += ["", "And \(search.others.count) more:"] + search.others.map { "  " + $0 }
        }
        if !items.isEmpty { lines += [""] + items }
        let agrees = !lines.contains { $0.hasPrefix("    " + OutcomeStory.contradiction) }
        return Story(text: lines.joined(separator: "\n") + "\n", agrees: agrees)
    }

    /// A row that could not be read has a story too; for anything else there is none.
    private func notFound(
        _ key: ExplanationKey, _ search: OutcomeSearch, _ set: PublishedSet, _ troubles: [String]
    ) throws -> String {
        if let row = key.row {
            if let reason = try set.rejectReason(ofRow: row.number, file: row.file) {
                return "\(self.key): the row could not be read, and was judged by no leg (rejects.csv.gz): \(reason)\n"
            }
            throw RunFailure(
                .stageFailed,
                "no outcome of \(directory) has row \(row.number) of \(row.file); its files have rows from 1 on, without "
                    + "the header line")
        }
        let files = set.summary.sources.flatMap(\.files)
        let isPlace = self.key.contains(":")
        let known = isPlace ? "; the rows of \(Set(files).sorted().prefix(8).joined(separator: ", ")) are known" : ""
        throw RunFailure(
            .stageFailed,
            "nothing in \(directory) has the subscription, customer, invoice or SKU \"\(self.key)\"\(search.suggestion)"
                + known + troubles.map { ". Its rows were not looked through: \($0)" }.joined())
    }
}
