import Formats
import Pipelines
import Records
import Reports

/// How a run ended, as others are told of it: no amounts, no rows, no ids of customers, and no secrets.
struct RunEnding: Sendable {
    let pipeline: String
    let period: String
    let exitCode: ExitCode
    /// One sentence on how it ended.
    let verdict: String
    /// How many breaks each reconcile stage has; one that is fanned out, in all of its legs.
    let breaks: [(stage: String, count: Int)]
    /// The directory of the published set; `nil` when nothing was published.
    let directory: String?

    /// The ending of a run that published its files.
    init(_ result: RunResult, of pipeline: Pipeline) {
        self.pipeline = result.summary.pipeline
        period = result.summary.period
        exitCode = result.exitCode
        verdict = Self.verdict(result.summary)
        var breaks: [(stage: String, count: Int)] = []
        for leg in result.summary.legs {
            let stage = pipeline.stage(leg.name)?.baseName ?? leg.name
            if let place = breaks.firstIndex(where: { $0.stage == stage }) {
                breaks[place].count += leg.result.breakCount
            } else {
                breaks.append((stage, leg.result.breakCount))
            }
        }
        self.breaks = breaks
        directory = result.directory
    }

    /// The summary's verdict without its reasons, which may name legs, and so customers.
    private static func verdict(_ summary: RunSummary) -> String {
        let count = summary.breakCount
        var words =
            if !summary.tiesOut {
                "The books do not tie out" + (count == 0 ? "." : ": \(count) breaks.")
            } else if summary.legs.isEmpty {
                "Nothing was reconciled."
            } else {
                count == 0 ? "The books tie out." : "The books tie out, with \(count) breaks allowed."
            }
        if !summary.skipped.isEmpty { words += " Skipped stages: \(summary.skipped.count)." }
        if summary.isProvisional, let day = summary.settlesOn { words += " Provisional until \(day)." }
        return words
    }

    /// The ending of a run that came to nothing. What the failure says may hold rows of a file, and stays here.
    init(_ failure: RunFailure, of pipeline: Pipeline, period: String) {
        self.pipeline = pipeline.name
        self.period = period
        exitCode = failure.exitCode
        verdict = "The run failed: \(failure.exitCode.meaning). Nothing was published."
        breaks = []
        directory = nil
    }

    /// The ending for machines. `text` is what chat services show.
    var json: JSONValue {
        [
            "schema_version": .number("1"),
            "text": .string("\(pipeline) \(period): \(verdict)"),
            "pipeline": .string(pipeline),
            "period": .string(period),
            "exit_code": .number(String(exitCode.rawValue)),
            "verdict": .string(verdict),
            "breaks": .object(breaks.map { .init($0.stage, .number(String($0.count))) }),
            "directory": directory.map(JSONValue.string) ?? .null,
        ]
    }
}

extension ExitCode {
    /// What the code stands for.
    fileprivate var meaning: String {
        switch self {
        case .clean: "the books tie out"
        case .stageFailed: "a stage failed"
        case .doesNotTieOut: "the books do not tie out"
        case .partial: "some stages failed"
        case .provisional: "the period is not settled"
        case .usage: "the command line is wrong"
        case .badInput: "an input broke its contract"
        case .unavailable: "the service is not to be had"
        case .cannotPublish: "the files cannot be put in place"
        case .locked: "another run is under way"
        case .refused: "the service refuses the credentials"
        case .invalidPipeline: "the pipeline or the configuration is invalid"
        case .timedOut: "it took longer than it may"
        case .interrupted, .terminated: "it was stopped"
        }
    }
}
