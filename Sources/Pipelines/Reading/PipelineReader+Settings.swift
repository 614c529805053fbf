import Records

extension PipelineReader {
    func readDefaults(_ node: YAMLNode?, _ values: ValueReader) -> StageDefaults {
        var defaults = StageDefaults()
        guard let node, let body = MappingReader(node, Language.defaults, owner: "defaults", log: log) else {
            return defaults
        }
        defaults.timeout = values.duration(body.take("timeout"), "timeout")
        defaults.retry = readRetry(body.take("retry"), values)
        defaults.rejects = values.count(body.take("rejects"), "rejects")
        defaults.level = values.count(body.take("level"), "level", in: 1...9)
        body.finish()
        return defaults
    }

    func readLimits(_ node: YAMLNode?, _ values: ValueReader) -> PipelineLimits {
        var limits = PipelineLimits()
        guard let node, let body = MappingReader(node, Language.limits, owner: "limits", log: log) else {
            return limits
        }
        limits.legs = values.count(body.take("legs"), "legs", in: 1...64) ?? limits.legs
        limits.requestsInFlight = values.count(body.take("requests_in_flight"), "requests_in_flight", in: 1...64)
        limits.requestsPerSecond = values.count(body.take("requests_per_second"), "requests_per_second", in: 1...1000)
        body.finish()
        return limits
    }

    func readSecrets(_ node: YAMLNode?, _ values: ValueReader) -> [SecretSource] {
        members(of: node, "secrets").compactMap { member in
            let owner = "secret \"\(member.name)\""
            guard let body = MappingReader(member.value, Language.secret, owner: owner, log: log) else { return nil }
            let variable = values.nonEmptyText(body.take("env"), "env")
            let file = values.nonEmptyText(body.take("file"), "file").map { Path.resolve($0, below: directory) }
            body.finish()
            switch (variable, file) {
            case (let variable?, nil): return SecretSource(name: member.name, place: .environment(variable))
            case (nil, let file?): return SecretSource(name: member.name, place: .file(file))
            default:
                log.report("\(owner) needs either \"env\" or \"file\"", at: member.position)
                return nil
            }
        }
    }

    // MARK: - Contracts

    func readContracts(_ node: YAMLNode?, _ values: ValueReader) -> [Contract] {
        members(of: node, "contracts").compactMap { member in
            let owner = "contract \"\(member.name)\""
            guard let body = MappingReader(member.value, Language.contract, owner: owner, log: log) else { return nil }
            let columns = members(of: body.take("columns"), "columns").compactMap { readPromise($0, values) }
            let others: String? = word(body.take("others"), "others", ["allowed", "refused"], values)
            body.finish()
            return Contract(name: member.name, columns: columns, allowsOthers: others != "refused")
        }
    }

    private func readPromise(_ member: YAMLNode.Member, _ values: ValueReader) -> Contract.Promise? {
        if case .scalar = member.value.content {
            return readType(member.value, values).map {
                Contract.Promise(heading: member.name, type: $0, isOptional: false)
            }
        }
        let owner = "column \"\(member.name)\""
        guard let body = MappingReader(member.value, Language.contractColumn, owner: owner, log: log) else {
            return nil
        }
        let type = readType(body.take("type"), values)
        let isOptional = values.truth(body.take("optional"), "optional") ?? false
        body.finish()
        return type.map { Contract.Promise(heading: member.name, type: $0, isOptional: isOptional) }
    }

    /// The contract that a parse stage names.
    func readContract(_ node: YAMLNode?, _ values: ValueReader) -> Contract? {
        guard let node, let name = values.nonEmptyText(node, "contract") else { return nil }
        if let contract = values.contracts.first(where: { $0.name == name }) { return contract }
        let hint = Suggestion.text(for: name, among: values.contracts.map(\.name))
        log.report("there is no contract \"\(name)\"\(hint)", at: node.position)
        return nil
    }

    /// One of some words.
    func word(_ node: YAMLNode?, _ what: String, _ words: [String], _ values: ValueReader) -> String? {
        guard let node, let text = values.nonEmptyText(node, what) else { return nil }
        if words.contains(text) { return text }
        let hint = Suggestion.text(for: text, among: words)
        log.report("\(what) must be one of \(words.joined(separator: ", ")), not \"\(text)\"\(hint)", at: node.position)
        return nil
    }
}
