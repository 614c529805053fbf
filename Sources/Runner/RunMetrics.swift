package import Reports
import Reconciliation

/// What a run came to, as Prometheus reads it from a text file: for its textfile collector, after every run.
package struct RunMetrics: Sendable {
    private let labels: [(name: String, value: String)]
    private let exitCode: ExitCode
    private let duration: Duration
    private let endedAt: Int
    private let summary: RunSummary?

    /// Metrics from their parts.
    ///
    /// - Parameters:
    ///   - endedAt: When the run ended, in seconds since 1970.
    ///   - summary: What it found; `nil` where nothing was published.
    package init(
        pipelinePath: String, exitCode: ExitCode, duration: Duration, endedAt: Int, summary: RunSummary?
    ) {
        labels = [("file", pipelinePath)] + (summary.map { [("pipeline", $0.pipeline), ("period", $0.period)] } ?? [])
        self.exitCode = exitCode
        self.duration = duration
        self.endedAt = endedAt
        self.summary = summary
    }

    /// The metrics in Prometheus's text format, version 0.0.4.
    package var text: String {
        var lines: [String] = []
        add("exit_code", "What the last run ended with.", [([], String(exitCode.rawValue))], to: &lines)
        add("duration_seconds", "How long the last run took.", [([], seconds)], to: &lines)
        add("end_timestamp_seconds", "When the last run ended.", [([], String(endedAt))], to: &lines)
        guard let summary else { return lines.joined(separator: "\n") + "\n" }
        add("ties_out", "Whether every gate held.", [([], summary.tiesOut ? "1" : "0")], to: &lines)
        let sources = summary.sources.map { ([("stage", $0.stage)], String($0.records)) }
        add("records", "How many records a stage has read.", sources, to: &lines)
        let rejects = summary.sources.map { ([("stage", $0.stage)], String($0.rejected)) }
        add("rejects", "How many records could not be read.", rejects, to: &lines)
        add("outcomes", "How many outcomes a leg has, by code.", outcomes(of: summary), to: &lines)
        return lines.joined(separator: "\n") + "\n"
    }

    private var seconds: String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = String(attoseconds / 1_000_000_000_000_000)
        return "\(seconds).\(String(repeating: "0", count: 3 - milliseconds.count))\(milliseconds)"
    }

    private func outcomes(of summary: RunSummary) -> [(labels: [(name: String, value: String)], value: String)] {
        summary.legs.flatMap { leg in
            OutcomeCode.allCases.compactMap { code in
                leg.result.totals[code].map { totals in
                    let isBreak = code.isBreak ? "true" : "false"
                    return ([("leg", leg.name), ("code", code.rawValue), ("break", isBreak)], String(totals.count))
                }
            }
        }
    }

    private func add(
        _ name: String, _ help: String, _ values: [(labels: [(name: String, value: String)], value: String)],
        to lines: inout [String]
    ) {
        guard !values.isEmpty else { return }
        lines += ["# HELP crossfoot_run_\(name) \(help)", "# TYPE crossfoot_run_\(name) gauge"]
        for value in values {
            let labels = (labels + value.labels).map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(
                separator: ",")
            lines.append("crossfoot_run_\(name){\(labels)} \(value.value)")
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
