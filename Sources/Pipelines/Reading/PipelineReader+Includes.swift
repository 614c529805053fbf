import Records

extension PipelineReader {
    /// The files that the pipeline includes.
    func readIncludes(_ node: YAMLNode?) -> [(part: PipelinePart, fragment: Pipeline.Fragment)] {
        guard let node else { return [] }
        guard case .sequence(let elements) = node.content else {
            log.report("include must be a list of files, not \(node.kind)", at: node.position)
            return []
        }
        var paths: Set<String> = []
        return elements.compactMap { element in
            guard case .scalar(let name) = element.content, !name.isEmpty else {
                log.report("an element of include must be a file's path", at: element.position)
                return nil
            }
            let path = Path.resolve(name, below: directory)
            if paths.insert(path).inserted { return readInclude(path, at: element.position) }
            log.report("\"\(name)\" is included twice", at: element.position)
            return nil
        }
    }

    private func readInclude(
        _ path: String, at position: TextPosition
    ) -> (part: PipelinePart, fragment: Pipeline.Fragment)? {
        let text: [UInt8]
        do {
            text = try surroundings.contents(path)
        } catch {
            log.report("the file cannot be included: \(error)", at: position)
            return nil
        }
        let reader = PipelineReader(
            log: log.including(path), directory: Path.directory(of: path), surroundings: surroundings)
        guard let root = reader.parse(text),
            let file = MappingReader(root, Language.fragment, owner: "the fragment", log: reader.log)
        else { return nil }
        return (PipelinePart(reader: reader, file: file), Pipeline.Fragment(path: path, text: text))
    }

    /// The values that all parts declare, and a reader that fills them in.
    func readParameters(of parts: [PipelinePart], in root: YAMLNode) -> ValueReader {
        var values = ValueReader(parameters: [], log: log, directory: directory)
        var declared: [String: TextPosition] = [:]
        for part in parts {
            for member in part.reader.members(of: part.file.take("params"), "params") {
                if declared.updateValue(member.position, forKey: member.name) != nil {
                    part.reader.log.report("parameter \"\(member.name)\" is declared twice", at: member.position)
                } else if let parameter = part.reader.readParameter(member) {
                    values.parameters.append(parameter)
                } else {
                    values.faultyParameters.insert(member.name)
                }
            }
        }
        let position = parts.last?.file.position(of: "params") ?? root.position
        for argument in surroundings.arguments where declared[argument.name] == nil {
            let hint = Suggestion.text(for: argument.name, among: Array(declared.keys))
            log.report("--param \(argument.name): the pipeline has no such parameter\(hint)", at: position)
        }
        return values
    }

    /// The stages of all parts, in the order of the parts.
    func readStages(
        of parts: [PipelinePart], _ values: ValueReader
    ) -> (stages: [ReadStage], faulty: Set<String>, fanOuts: [FanOut]) {
        let members = parts.flatMap { part in
            part.reader.members(of: part.file.take("stages"), "stages").map { (reader: part.reader, member: $0) }
        }
        if members.isEmpty, let node = parts.last?.file.take("stages"), case .mapping = node.content {
            log.report("a pipeline has at least one stage", at: node.position)
        }
        var fans = FanOuts(members: members.map(\.member))
        var stages: [ReadStage] = []
        var faulty: Set<String> = []
        var seen: Set<String> = []
        for (reader, member) in members {
            guard seen.insert(member.name).inserted else {
                reader.log.report("stage \"\(member.name)\" stands in another file already", at: member.position)
                continue
            }
            let read = reader.readFanOut(member, &fans, reader.adapted(values)) ?? []
            stages += read
            if read.isEmpty { faulty.insert(member.name) }
        }
        return (stages, faulty, fans.all)
    }

    /// The values as this file's stages read them: with its own log and directory.
    private func adapted(_ values: ValueReader) -> ValueReader {
        var values = values
        (values.log, values.directory) = (log, directory)
        return values
    }

    /// The members of a section; none, with a report, when it is no mapping.
    func members(of node: YAMLNode?, _ owner: String) -> [YAMLNode.Member] {
        MappingReader.members(of: node, owner: owner, log: log) ?? []
    }
}
