import Formats
import StreamOneIon

/// Chooses what of a report is fetched where its stage does not say.
enum ReportColumns {
    /// The stages, in which a report stage that names no columns fetches those that the stages behind it use.
    static func choose(in stages: [ReadStage]) -> [ReadStage] {
        stages.map { read in
            guard case .fetchReport(var task) = read.stage.task, task.query.columns == nil,
                let names = columns(of: read.stage, stages)
            else { return read }
            task.query.columns = names
            var read = read
            read.stage.task = .fetchReport(task)
            return read
        }
    }

    /// What the parse stages behind a report stage use; `nil` where that is all, or not known.
    private static func columns(of stage: Stage, _ stages: [ReadStage]) -> [String]? {
        let names = [stage.name, stage.baseName]
        let parses = stages.compactMap { if case .parse(let parse) = $0.stage.task { parse } else { nil } }
        let users = parses.filter { names.contains($0.input) }
        let isWritten = stages.contains {
            if case .write(let write) = $0.stage.task { names.contains(write.input) } else { false }
        }
        guard !isWritten, !users.isEmpty, users.allSatisfy({ $0.columns != nil && $0.contract == nil }) else {
            return nil
        }
        var headings: [String] = []
        for mapping in users.flatMap({ $0.columns ?? [] }) {
            let name = mapping.headingBeforeCurrency ?? mapping.source
            if !headings.contains(name) { headings.append(name) }
        }
        return headings
    }
}
