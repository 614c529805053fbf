package import Records

/// What can be said against some pipeline files, in each form in which it is wanted.
package struct LintReport: Sendable {
    /// How many files were looked at; what they include is part of them.
    package let fileCount: Int
    /// What was found, file by file and in the order of each.
    package let diagnostics: [Diagnostic]

    /// A report.
    ///
    /// - Parameter diagnostics: What was found; what a fragment is told for each file that includes it counts once.
    package init(fileCount: Int, diagnostics: [Diagnostic]) {
        var told: Set<Diagnostic> = []
        self.fileCount = fileCount
        self.diagnostics = diagnostics.filter { told.insert($0).inserted }
    }

    /// How many faults there are.
    package var errorCount: Int { diagnostics.count { $0.severity == .error } }

    /// How many things are no faults, and probably not meant.
    package var warningCount: Int { diagnostics.count { $0.severity == .warning } }

    /// How much was looked at, and what came of it: `3 files, 1 error, no warnings`.
    package var tally: String {
        [(fileCount, "file"), (errorCount, "error"), (warningCount, "warning")].map { count, noun in
            "\(count == 0 ? "no" : String(count)) \(noun)\(count == 1 ? "" : "s")"
        }
        .joined(separator: ", ")
    }

    /// One line for each thing that was found, as `file:line:column: message`.
    package var text: String { lines(\.description) }

    /// One line for each thing that was found.
    func lines(_ line: (Diagnostic) -> String) -> String {
        diagnostics.map { "\(line($0).printable())\n" }.joined()
    }
}
