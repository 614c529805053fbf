import Formats
import Reconciliation
package import Records

extension Pipeline {
    /// Reads a pipeline file and fills in its parameters.
    ///
    /// - Parameters:
    ///   - text: The file's bytes.
    ///   - file: What messages call the file.
    ///   - arguments: Values for parameters, by name; they go before the defaults.
    ///   - today: What `last-month` and `today` count from.
    /// - Throws: ``PipelineError`` with every fault that was found.
    package static func read(
        _ text: [UInt8], file: String, arguments: [(name: String, value: String)], today: CivilDate
    ) throws(PipelineError) -> Pipeline {
        let log = DiagnosticLog(file: file)
        var pipeline: Pipeline?
        do throws(YAMLFault) {
            if let root = try YAMLParser.parse(text) {
                pipeline = PipelineReader(log: log, today: today, directory: Path.directory(of: file)).read(
                    root, arguments)
            } else {
                log.report("the file is empty", at: TextPosition(line: 1, column: 1))
            }
        } catch {
            log.report(error.message, at: error.position)
        }
        try log.throwIfAny()
        guard let pipeline else { preconditionFailure("a file without faults gives a pipeline") }
        return pipeline
    }
}

/// Makes a ``Pipeline`` of a document's nodes and reports everything that is wrong with them.
struct PipelineReader {
    let log: DiagnosticLog
    let today: CivilDate
    /// The directory of the pipeline file.
    let directory: String

    func read(_ root: YAMLNode, _ arguments: [(name: String, value: String)]) -> Pipeline? {
        guard var file = MappingReader(root, owner: "the pipeline", log: log) else { return nil }
        let values = ValueReader(parameters: [], log: log)
        if let version = values.text(file.require("version"), "version"), version != "1" {
            log.report("this program reads version 1, not \"\(version)\"", at: root.position)
        }
        let nameNode = file.require("name")
        let name = values.nonEmptyText(nameNode, "name")
        if let name, let nameNode, !Self.isName(name) {
            log.report("a name has lower-case letters, digits, - and _ only: \"\(name)\"", at: nameNode.position)
        }
        let (parameters, faulty) = readParameters(file.take("params"), arguments)
        let reader = ValueReader(
            parameters: parameters, faultyParameters: faulty, log: log, directory: directory)
        let (stages, faultyStages) = readStages(file.require("stages"), reader)
        let gates = readGates(file.take("gates"), stages.map(\.stage), faultyStages, reader)
        file.finish()
        return Pipeline(name: name ?? "", parameters: parameters, stages: stages.map(\.stage), gates: gates)
    }

    static func isName(_ text: String) -> Bool {
        let isFirst: (UInt8) -> Bool = { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        let isDigit: (UInt8) -> Bool = { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let isOther: (UInt8) -> Bool = {
            isFirst($0) || isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
        return text.utf8.first.map(isFirst) == true && text.utf8.allSatisfy(isOther)
    }

    // MARK: - Parameters

    private func readParameters(
        _ node: YAMLNode?, _ arguments: [(name: String, value: String)]
    ) -> (parameters: [(name: String, value: ParameterValue)], faulty: Set<String>) {
        let section = node.flatMap { MappingReader($0, owner: "params", log: log) }
        let declared = section?.all ?? []
        let position = node?.position ?? TextPosition(line: 1, column: 1)
        for argument in arguments where !declared.contains(where: { $0.name == argument.name }) {
            let hint = Suggestion.text(for: argument.name, among: declared.map(\.name))
            log.report("--param \(argument.name): the pipeline has no such parameter\(hint)", at: position)
        }
        var parameters: [(name: String, value: ParameterValue)] = []
        for member in declared {
            let argument = arguments.last { $0.name == member.name }?.value
            if let value = readParameter(member, argument) { parameters.append((member.name, value)) }
        }
        return (parameters, Set(declared.map(\.name)).subtracting(parameters.map(\.name)))
    }

    private func readParameter(_ member: YAMLNode.Member, _ argument: String?) -> ParameterValue? {
        guard var parameter = MappingReader(member.value, owner: "parameter \"\(member.name)\"", log: log) else {
            return nil
        }
        let values = ValueReader(parameters: [], log: log)
        let typeNode = parameter.require("type")
        let type = choice(typeNode, "type", values) as ParameterType?
        let defaultNode = parameter.take("default")
        let text = argument ?? values.text(defaultNode, "default")
        parameter.finish()
        guard let type else { return nil }
        guard let text else {
            log.report(
                "parameter \"\(member.name)\" has no value; give one with --param \(member.name)=…", at: member.position
            )
            return nil
        }
        if let value = ParameterValue(text, type: type, today: today) {
            if argument == nil, case .path(let path) = value { return .path(Path.resolve(path, below: directory)) }
            return value
        }
        let origin = argument == nil ? "its default" : "--param"
        log.report(
            "parameter \"\(member.name)\" must be \(ParameterValue.form(of: type)); \(origin) says \"\(text)\"",
            at: argument == nil ? defaultNode?.position ?? member.position : member.position)
        return nil
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

    // MARK: - Gates

    private func readGates(
        _ node: YAMLNode?, _ stages: [Stage], _ faultyStages: Set<String>, _ values: ValueReader
    ) -> [Gate] {
        guard let node else { return [] }
        guard case .sequence(let elements) = node.content else {
            log.report("gates must be a list, not \(node.kind)", at: node.position)
            return []
        }
        return elements.compactMap { readGate($0, stages, faultyStages, values) }
    }

    private func readGate(
        _ node: YAMLNode, _ stages: [Stage], _ faultyStages: Set<String>, _ values: ValueReader
    ) -> Gate? {
        guard var gate = MappingReader(node, owner: "a gate", log: log) else { return nil }
        let limit = values.count(gate.require("no_more_than"), "no_more_than")
        let listNode = gate.require("of")
        let names = values.list(listNode, "of") ?? []
        gate.finish()
        if let listNode, case .sequence(let elements) = listNode.content, elements.isEmpty {
            log.report("a gate counts the breaks of at least one stage", at: listNode.position)
        }
        let legs = stages.filter(\.isLeg).map { $0.name + ".breaks" }
        let unread = faultyStages.map { $0 + ".breaks" }
        for name in names where !legs.contains(name) && !unread.contains(name) {
            let hint = Suggestion.text(for: name, among: legs)
            log.report(
                "\"\(name)\" is not the breaks of a reconcile stage\(hint)", at: listNode?.position ?? node.position)
        }
        return limit.map { Gate(limit: $0, stages: names.map { String($0.dropLast(".breaks".count)) }) }
    }
}
