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

/// Collects faults while a file is read, so that all of them are told at once.
final class DiagnosticLog {
    private let file: String
    private var diagnostics: [Diagnostic] = []

    init(file: String) {
        self.file = file
    }

    /// Adds a fault. What it quotes from the file cannot break its line in two.
    func report(_ message: String, at position: TextPosition) {
        diagnostics.append(Diagnostic(file: file, position: position, message: message.printable()))
    }

    /// Throws everything that was reported, if anything was.
    func throwIfAny() throws(PipelineError) {
        guard !diagnostics.isEmpty else { return }
        throw PipelineError(diagnostics: diagnostics.sorted { $0.position < $1.position })
    }
}
