import Records
import Reports
import Runner
import Streaming

/// What a run tells the GitHub Actions job that it runs in, if it runs in one: its summary on the job's page, and its breaks
/// as annotations.
struct GitHubJob {
    private let summaryPath: String?
    private let annotates: Bool

    /// The job around this process, from the variables that GitHub sets.
    init() {
        summaryPath = Environment.value("GITHUB_STEP_SUMMARY").flatMap { $0.isEmpty ? nil : $0 }
        annotates = Environment.value("GITHUB_ACTIONS") == "true"
    }

    /// Adds the summary to the job's page, behind what other steps have put there.
    ///
    /// - Throws: `StreamingError` when the file cannot be written.
    func add(_ summary: RunSummary, _ redactor: Redactor) throws {
        guard let summaryPath else { return }
        let text = redactor.redact(summary.markdown) + "\n"
        try File.append(Array(text.utf8), to: summaryPath)
    }

    /// The annotations: one for each code of a leg that has breaks, and for each gate that does not hold. GitHub shows ten of
    /// a step.
    func annotations(of result: RunResult) -> String {
        guard annotates, !result.summary.tiesOut else { return "" }
        let lines = result.summary.breakCounts.map { leg, code, count in
            Self.command(
                title: "\(leg): \(code)",
                "\(count) \(count == 1 ? "break" : "breaks"), all in \(result.directory)/breaks.csv.gz")
        }
        let shown = lines.prefix(9) + [Self.command(title: "crossfoot", result.summary.verdict)]
        return shown.joined(separator: "\n") + "\n"
    }

    /// A workflow command; what would end a value early is written as GitHub wants it.
    private static func command(title: String, _ message: String) -> String {
        let inValue = escaped(title).replacing(":", with: "%3A").replacing(",", with: "%2C")
        return "::error title=\(inValue)::\(escaped(message))"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }
}
