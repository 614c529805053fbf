package import Reports

/// What a run that published its files came to.
package struct RunResult: Sendable {
    /// The figures.
    package let summary: RunSummary
    /// The directory of the published set.
    package let directory: String
    /// The names of the published files, sorted.
    package let files: [String]

    /// What came of telling others.
    package var notifications: [NotificationReport] = []

    /// How the program is to end. As long as the bill may change, whether the books tie out is not the question.
    package var exitCode: ExitCode {
        if summary.isProvisional { return .provisional }
        guard summary.tiesOut else { return .doesNotTieOut }
        let isUntold = notifications.contains { if case .failed = $0.outcome { true } else { false } }
        return isUntold ? .unavailable : .clean
    }
}
