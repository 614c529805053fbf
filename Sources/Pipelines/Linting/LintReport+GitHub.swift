import Records

extension LintReport {
    /// One workflow command of GitHub Actions for each thing that was found; GitHub shows it beside the line.
    package var gitHub: String {
        lines { diagnostic in
            let place = diagnostic.position
            let file = Self.escaped(diagnostic.file, alsoIn: [":": "%3A", ",": "%2C"])
            return "::\(diagnostic.severity.rawValue) file=\(file),line=\(place.line),col=\(place.column)::"
                + Self.escaped(diagnostic.message)
        }
    }

    /// Text that cannot end a command or one of its properties.
    private static func escaped(_ text: String, alsoIn properties: [Unicode.Scalar: String] = [:]) -> String {
        let escapes = ["%": "%25", "\r": "%0D", "\n": "%0A"].merging(properties) { first, _ in first }
        return text.unicodeScalars.map { escapes[$0] ?? String($0) }.joined()
    }
}
