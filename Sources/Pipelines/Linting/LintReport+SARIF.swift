package import Formats
import Records

extension LintReport {
    /// The report as a log of SARIF 2.1.0 (OASIS), which code scanners exchange.
    ///
    /// - Parameter toolVersion: The version of this program.
    package func sarif(toolVersion: String) -> JSONValue {
        [
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                [
                    "tool": [
                        "driver": [
                            "name": "crossfoot", "semanticVersion": .string(toolVersion),
                            "rules": .array(Diagnostic.Severity.allCases.map(Self.rule)),
                        ]
                    ],
                    "columnKind": "unicodeCodePoints",
                    "results": .array(diagnostics.map(Self.result)),
                ]
            ],
        ]
    }

    /// Messages say what is wrong and what would be right, so that rules say only how bad it is.
    private static func rule(_ severity: Diagnostic.Severity) -> JSONValue {
        let meaning =
            switch severity {
            case .error: "The pipeline file cannot be used."
            case .warning: "The pipeline file can be used, and probably does not do what was meant."
            }
        return [
            "id": .string(id(of: severity)),
            "shortDescription": ["text": .string(meaning)],
            "defaultConfiguration": ["level": .string(severity.rawValue)],
        ]
    }

    private static func id(of severity: Diagnostic.Severity) -> String { "pipeline-\(severity.rawValue)" }

    private static func result(_ diagnostic: Diagnostic) -> JSONValue {
        let index = Diagnostic.Severity.allCases.firstIndex(of: diagnostic.severity) ?? 0
        return [
            "ruleId": .string(id(of: diagnostic.severity)),
            "ruleIndex": .number(String(index)),
            "level": .string(diagnostic.severity.rawValue),
            "message": ["text": .string(literal(diagnostic.message))],
            "locations": [
                [
                    "physicalLocation": [
                        "artifactLocation": location(of: diagnostic.file),
                        "region": [
                            "startLine": .number(String(diagnostic.position.line)),
                            "startColumn": .number(String(diagnostic.position.column)),
                        ],
                    ]
                ]
            ],
        ]
    }

    /// Text in which nothing is a placeholder (section 3.11.5) or a link (3.11.6).
    private static func literal(_ text: String) -> String {
        let unfilled = text.replacing("{", with: "{{").replacing("}", with: "}}")
        return unfilled.contains("](") ? unfilled.replacing("[", with: "\\[") : unfilled
    }

    /// A file as a URI: relative to where the sources are, unless its path begins at the root.
    private static func location(of file: String) -> JSONValue {
        if file.hasPrefix("/") { return ["uri": .string("file://" + encoded(file))] }
        return ["uri": .string(encoded(file)), "uriBaseId": "%SRCROOT%"]
    }

    /// A path with everything encoded that means something else in a URI.
    private static func encoded(_ path: String) -> String {
        path.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            let isPlain = character.isASCII && (character.isLetter || character.isNumber || "/-._~".contains(character))
            if isPlain { return String(character) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }
        .joined()
    }
}
