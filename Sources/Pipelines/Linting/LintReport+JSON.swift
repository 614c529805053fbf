package import Formats
import Records

extension LintReport {
    /// The report for programs.
    package var json: JSONValue {
        [
            "files": .number(String(fileCount)),
            "errors": .number(String(errorCount)),
            "warnings": .number(String(warningCount)),
            "diagnostics": .array(
                diagnostics.map { diagnostic in
                    [
                        "file": .string(diagnostic.file),
                        "line": .number(String(diagnostic.position.line)),
                        "column": .number(String(diagnostic.position.column)),
                        "severity": .string(diagnostic.severity.rawValue),
                        "message": .string(diagnostic.message),
                    ]
                }),
        ]
    }
}
