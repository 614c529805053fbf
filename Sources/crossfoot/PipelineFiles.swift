import Pipelines
import Records
import Runner
import Streaming
import Synchronization

/// The pipeline files that a command is given: files by their names, and those in directories.
struct PipelineFiles {
    /// A pipeline file, looked at.
    struct Checked: Sendable {
        /// Its path, as the user would write it.
        let path: String
        /// The pipeline; `nil` where it has faults.
        let pipeline: Pipeline?
        /// Everything that can be said against it.
        let diagnostics: [Diagnostic]
    }

    /// The files, in their order.
    let checked: [Checked]

    /// Looks at files, and at those below directories whose names end with `.yaml` or `.yml`.
    ///
    /// What others include is looked at as a part of them, unless it is named. Environment variables are not asked, so that a
    /// file is the same wherever it is looked at.
    ///
    /// - Parameter arguments: Values for parameters; those without one have a sample.
    init(_ paths: [String], arguments: [(name: String, value: String)], today: CivilDate) {
        let included = Mutex<Set<String>>([])
        let surroundings = Surroundings(
            arguments: arguments, today: today,
            contents: { path in
                _ = included.withLock { $0.insert(Directory.resolved(path)) }
                return try Self.contents(of: path)
            }, takesSamples: true)
        var files: [Checked] = []
        var found: Set<String> = []
        for (path, isNamed) in Self.files(at: paths) {
            let checked = Self.check(path, surroundings)
            files.append(checked)
            if !isNamed { found.insert(path) }
        }
        let fragments = included.withLock(\.self)
        checked = files.filter { !found.contains($0.path) || !fragments.contains(Directory.resolved($0.path)) }
    }

    /// The pipeline in a file, with samples for parameters that have no value.
    ///
    /// - Throws: `PipelineError` with every fault that was found, and ``RunFailure`` when the file cannot be read.
    static func pipeline(
        at path: String, arguments: [(name: String, value: String)], today: CivilDate
    ) throws -> Pipeline {
        let surroundings = Surroundings(
            arguments: arguments, today: today, contents: { try contents(of: $0) }, takesSamples: true)
        do {
            return try Pipeline.read(try contents(of: path), file: path, in: surroundings)
        } catch let error as StreamingError {
            throw RunFailure(.invalidPipeline, "\(error)")
        }
    }

    /// How large a pipeline file may be, in bytes.
    private static let sizeLimit = 4 << 20

    private static func contents(of path: String) throws(StreamingError) -> [UInt8] {
        try File.contents(of: path, limit: sizeLimit)
    }

    private static func check(_ path: String, _ surroundings: Surroundings) -> Checked {
        do {
            let (pipeline, diagnostics) = Pipeline.check(try contents(of: path), file: path, in: surroundings)
            return Checked(path: path, pipeline: pipeline, diagnostics: diagnostics)
        } catch {
            let message = isDirectory(path) ? "there is no file below it whose name ends with .yaml" : "\(error)"
            return Checked(path: path, pipeline: nil, diagnostics: [fault(message, path)])
        }
    }

    /// A file that cannot be looked at has its fault where it would begin.
    private static func fault(_ message: String, _ path: String) -> Diagnostic {
        Diagnostic(file: path, position: TextPosition(line: 1, column: 1), message: message)
    }

    // MARK: - Finding them

    /// The files at paths, each once; a directory stands for those below it, sorted.
    private static func files(at paths: [String]) -> [(path: String, isNamed: Bool)] {
        var files: [(path: String, isNamed: Bool)] = []
        var seen: Set<String> = []
        for path in paths {
            var below: [String] = []
            collect(below: path, into: &below)
            let isNamed = !isDirectory(path)
            // A directory without a pipeline file is looked at itself, which is a fault: nothing looked at is no success.
            for file in isNamed || below.isEmpty ? [path] : below.sorted(by: precedes)
            where seen.insert(file).inserted {
                files.append((file, isNamed))
            }
        }
        return files
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    private static func isDirectory(_ path: String) -> Bool { Directory.exists(path + "/.") }

    /// The files below a directory. Hidden ones are not for people, and a directory that is met again leads in a circle.
    private static func collect(below directory: String, into files: inout [String], above: Set<String> = []) {
        let place = Directory.resolved(directory)
        guard !above.contains(place), let names = try? Directory.names(in: directory) else { return }
        for name in names where !name.hasPrefix(".") {
            let start = directory == "." ? "" : directory.hasSuffix("/") ? directory : directory + "/"
            let path = start + name
            if isDirectory(path) {
                collect(below: path, into: &files, above: above.union([place]))
            } else if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
                files.append(path)
            }
        }
    }
}
