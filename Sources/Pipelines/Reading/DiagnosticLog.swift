package import Records

/// A pipeline file that cannot be run, with every fault that was found in it.
package struct PipelineError: Error, Sendable, CustomStringConvertible {
    /// The faults, in the order of the file.
    package let diagnostics: [Diagnostic]

    /// One fault a line.
    package var description: String {
        diagnostics.map(\.description).joined(separator: "\n")
    }
}

/// Collects faults while a file is read, and the files that it includes, so that all of them are told at once.
final class DiagnosticLog {
    /// What the logs of all files of one reading share.
    private final class Entries {
        var files: [String] = []
        var all: [Diagnostic] = []
        var usedParameters: Set<String> = []
        /// Where values stand that follow from a sample.
        var sampled: Set<Place> = []
    }

    private struct Place: Hashable {
        let file: String
        let position: TextPosition
    }

    private let file: String
    private let entries: Entries?

    private init(file: String, entries: Entries?) {
        self.file = file
        self.entries = entries
        entries?.files.append(file)
    }

    /// A log for a file.
    convenience init(file: String) {
        self.init(file: file, entries: Entries())
    }

    /// A log for a file that this one includes; what it is told stands behind what this one is told.
    func including(_ file: String) -> DiagnosticLog { DiagnosticLog(file: file, entries: entries) }

    /// A log that forgets what it is told.
    var muted: DiagnosticLog { DiagnosticLog(file: file, entries: nil) }

    /// Adds a fault. What it quotes from the file cannot break its line in two.
    func report(_ message: String, at position: TextPosition) {
        add(message, at: position, .error)
    }

    /// Adds something that is no fault, and probably not meant.
    func warn(_ message: String, at position: TextPosition) {
        add(message, at: position, .warning)
    }

    private func add(_ message: String, at position: TextPosition, _ severity: Diagnostic.Severity) {
        if isSample(at: position) { return }
        entries?.all.append(
            Diagnostic(file: file, position: position, message: message.printable(), severity: severity))
    }

    /// Notes that a value follows from a sample: what it would be in a run, nobody knows, and so nothing is held against it.
    func noteSample(at position: TextPosition) { entries?.sampled.insert(Place(file: file, position: position)) }

    /// Whether a value follows from a sample.
    func isSample(at position: TextPosition) -> Bool {
        entries?.sampled.contains(Place(file: file, position: position)) ?? false
    }

    /// Notes that something refers to a parameter.
    func noteUse(ofParameter name: String) { entries?.usedParameters.insert(name) }

    /// Whether something refers to a parameter.
    func isUsed(parameter name: String) -> Bool { entries?.usedParameters.contains(name) ?? true }

    /// Everything that was reported, in the order of the files and of the places in them.
    var diagnostics: [Diagnostic] {
        guard let entries else { return [] }
        let order = Dictionary(zip(entries.files, 0...), uniquingKeysWith: min)
        return entries.all.enumerated().sorted {
            (order[$0.element.file] ?? 0, $0.element.position, $0.offset)
                < (order[$1.element.file] ?? 0, $1.element.position, $1.offset)
        }
        .map(\.element)
    }
}
