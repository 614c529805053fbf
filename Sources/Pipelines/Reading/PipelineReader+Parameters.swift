import Records

extension PipelineReader {
    /// A parameter with its value; `nil`, with a report, when it has none.
    func readParameter(_ member: YAMLNode.Member) -> Parameter? {
        let owner = "parameter \"\(member.name)\""
        guard let body = MappingReader(member.value, Language.parameter, owner: owner, log: log) else { return nil }
        if !Self.isName(member.name) {
            log.report("a parameter's name has lower-case letters, digits, - and _ only", at: member.position)
        }
        let values = ValueReader(parameters: [], log: log)
        let type = choice(body.take("type"), "type", values) as ParameterType?
        let choices = body.take("one_of").map { values.list($0, "one_of") ?? [] }
        let variable = values.nonEmptyText(body.take("env"), "env")
        let about = values.text(body.take("about"), "about")
        let standard = body.take("default").flatMap { readDefault($0, type, values) }
        body.finish()
        guard let type else { return nil }
        let sample = choices?.first ?? ParameterValue.sample(of: type, name: member.name)
        guard let given = given(member, variable, standard, sample: sample) else { return nil }
        guard let value = value(of: member, type, given) else { return nil }
        if let choices, !choices.contains(given.text) {
            let hint = Suggestion.text(for: given.text, among: choices)
            log.report(
                "\(owner) must be one of \(choices.joined(separator: ", ")); \(given.source) says \"\(given.text)\"\(hint)",
                at: given.position)
            return nil
        }
        return Parameter(name: member.name, value: value, origin: given.origin, about: about)
    }

    /// A parameter that nothing refers to is probably misspelt somewhere. `period` names what is published.
    func warnOfUnusedParameters(_ parts: [PipelinePart], _ values: ValueReader) {
        for part in parts {
            for member in part.reader.members(of: part.file.take("params"), "params")
            where member.name != "period" && !log.isUsed(parameter: member.name) {
                part.reader.log.warn("nothing refers to parameter \"\(member.name)\"", at: member.position)
            }
        }
    }

    /// A value as somebody gave it.
    private struct Given {
        let text: String
        let origin: ValueOrigin
        let position: TextPosition

        /// Who gave it, for messages.
        var source: String {
            switch origin {
            case .argument: "--param"
            case .environment(let name): "environment variable \(name)"
            case .standard: "its default"
            case .sample: "one_of"
            }
        }
    }

    /// The default; a list may be written as one.
    private func readDefault(
        _ node: YAMLNode, _ type: ParameterType?, _ values: ValueReader
    ) -> (text: String, position: TextPosition)? {
        if type == .list, case .sequence = node.content {
            let elements = values.list(node, "default") ?? []
            if elements.contains(where: { $0.contains(",") }) {
                log.report("an element of a list has no comma", at: node.position)
            }
            return (elements.joined(separator: ","), node.position)
        }
        return values.text(node, "default").map { ($0, node.position) }
    }

    private func given(
        _ member: YAMLNode.Member, _ variable: String?, _ standard: (text: String, position: TextPosition)?,
        sample: String
    ) -> Given? {
        if let argument = surroundings.arguments.last(where: { $0.name == member.name }) {
            return Given(text: argument.value, origin: .argument, position: member.position)
        }
        if let variable, let text = surroundings.environment(variable) {
            return Given(text: text, origin: .environment(variable), position: member.position)
        }
        if let standard {
            return Given(text: standard.text, origin: .standard(standard.position), position: standard.position)
        }
        if surroundings.takesSamples { return Given(text: sample, origin: .sample, position: member.position) }
        let other = variable.map { ", or in environment variable \($0)" } ?? ""
        log.report(
            "parameter \"\(member.name)\" has no value; give one with --param \(member.name)=…\(other)",
            at: member.position)
        return nil
    }

    private func value(of member: YAMLNode.Member, _ type: ParameterType, _ given: Given) -> ParameterValue? {
        guard let value = ParameterValue(given.text, type: type, today: surroundings.today) else {
            log.report(
                "parameter \"\(member.name)\" must be \(ParameterValue.form(of: type)); \(given.source) says "
                    + "\"\(given.text)\"", at: given.position)
            return nil
        }
        // A path in the file is relative to the file; one that is given is relative to where the user is.
        if case .standard = given.origin, case .path(let path) = value {
            return .path(Path.resolve(path, below: directory))
        }
        return value
    }
}
