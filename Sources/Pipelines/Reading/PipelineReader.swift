package import Records

extension Pipeline {
    /// Reads a pipeline file and fills in its parameters.
    ///
    /// - Parameters:
    ///   - text: The file's bytes.
    ///   - file: What messages call the file; what it includes is relative to it.
    ///   - surroundings: What the user gave, and where the rest comes from.
    /// - Throws: ``PipelineError`` with every fault that was found.
    package static func read(
        _ text: [UInt8], file: String, in surroundings: Surroundings
    ) throws(PipelineError) -> Pipeline {
        let (pipeline, diagnostics) = check(text, file: file, in: surroundings)
        guard let pipeline else {
            throw PipelineError(diagnostics: diagnostics.filter { $0.severity == .error })
        }
        return pipeline
    }

    /// Reads a pipeline file and tells everything that can be said against it.
    ///
    /// - Returns: The pipeline, unless there is a fault; and faults and warnings in the order of the file.
    package static func check(
        _ text: [UInt8], file: String, in surroundings: Surroundings
    ) -> (pipeline: Pipeline?, diagnostics: [Diagnostic]) {
        let log = DiagnosticLog(file: file)
        let reader = PipelineReader(log: log, directory: Path.directory(of: file), surroundings: surroundings)
        let pipeline = reader.parse(text).flatMap(reader.read)
        let diagnostics = log.diagnostics
        return (diagnostics.contains { $0.severity == .error } ? nil : pipeline, diagnostics)
    }
}

/// Makes a ``Pipeline`` of a document's nodes and reports everything that is wrong with them.
struct PipelineReader {
    var log: DiagnosticLog
    /// The directory of the file.
    let directory: String
    let surroundings: Surroundings

    /// The nodes of a file; `nil`, with a report, when it is not YAML or empty.
    func parse(_ text: [UInt8]) -> YAMLNode? {
        do throws(YAMLFault) {
            if let root = try YAMLParser.parse(text) { return root }
            log.report("the file is empty", at: TextPosition(line: 1, column: 1))
        } catch {
            log.report(error.message, at: error.position)
        }
        return nil
    }

    func read(_ root: YAMLNode) -> Pipeline? {
        guard let file = MappingReader(root, Language.pipeline, owner: "the pipeline", log: log) else { return nil }
        let plain = ValueReader(parameters: [], log: log)
        if let version = plain.text(file.take("version"), "version"), version != "1" {
            log.report("this program reads version 1, not \"\(version)\"", at: root.position)
        }
        let name = readName(file.take("name"), plain)
        let included = readIncludes(file.take("include"))
        let parts = included.map(\.part) + [PipelinePart(reader: self, file: file)]
        let secrets = readSecrets(file.take("secrets"), plain)
        var values = readParameters(of: parts, in: root)
        values.secrets = secrets.map(\.name)
        values.hosts = plain.list(file.take("hosts"), "hosts") ?? []
        values.defaults = readDefaults(file.take("defaults"), values)
        values.contracts = parts.flatMap { $0.reader.readContracts($0.file.take("contracts"), values) }
        let limits = readLimits(file.take("limits"), values)
        let (stages, faulty, fanOuts) = readStages(of: parts, values)
        let checker = StageChecker(stages: stages, faulty: faulty, fanOuts: fanOuts)
        checker.check()
        let gates = parts.flatMap { $0.reader.readGates($0.file.take("gates"), checker, values) }
        let tests = readTests(file.take("tests"), checker, values)
        warnOfUnusedParameters(parts, values)
        parts.forEach { $0.file.finish() }
        return Pipeline(
            name: name ?? "", parameters: values.parameters, stages: ReportColumns.choose(in: stages).map(\.stage),
            fanOuts: fanOuts, gates: gates,
            defaults: values.defaults, limits: limits, secrets: secrets, hosts: values.hosts, tests: tests,
            fragments: included.map(\.fragment))
    }

    private func readName(_ node: YAMLNode?, _ values: ValueReader) -> String? {
        let name = values.nonEmptyText(node, "name")
        if let name, let node, !Self.isName(name) {
            log.report("a name has lower-case letters, digits, - and _ only: \"\(name)\"", at: node.position)
        }
        return name
    }

    static func isName(_ text: String) -> Bool {
        let isFirst: (UInt8) -> Bool = { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        let isDigit: (UInt8) -> Bool = { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let isOther: (UInt8) -> Bool = {
            isFirst($0) || isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
        return text.utf8.first.map(isFirst) == true && text.utf8.allSatisfy(isOther)
    }

    /// One of the names of an enumeration.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ node: YAMLNode?, _ what: String, _ values: ValueReader
    ) -> Choice? {
        guard let node, let text = values.nonEmptyText(node, what) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let names = Choice.allCases.map(\.rawValue)
        let hint = Suggestion.text(for: text, among: names)
        log.report("\(what) must be one of \(names.joined(separator: ", ")), not \"\(text)\"\(hint)", at: node.position)
        return nil
    }
}

/// A file of a pipeline: itself, or one that it includes.
struct PipelinePart {
    let reader: PipelineReader
    let file: MappingReader
}
