import Records

extension PipelineReader {
    /// A stage of the file: as it is, or once for each item of its `for_each`.
    func readFanOut(_ member: YAMLNode.Member, _ fans: inout FanOuts, _ values: ValueReader) -> [ReadStage]? {
        guard case .mapping(let members) = member.value.content,
            let node = members.first(where: { $0.name == "for_each" })?.value
        else { return readStage(member, as: nil, values).map { [$0] } }
        guard let fanOut = readItems(of: member.name, node, fans, values) else { return nil }
        fans.add(fanOut)
        let legs = fanOut.legs ?? [StageLeg(stage: member.name, name: fanOut.name, item: FanOuts.unknownItem)]
        // What is wrong with a stage is wrong with every leg of it, and told once.
        let stages = legs.enumerated().map { index, leg in
            let reader = index == 0 ? self : muted
            return reader.readStage(member, as: leg, reader.values(of: leg, fans, values))
        }
        return stages.contains { $0 == nil } ? nil : stages.compactMap(\.self)
    }

    private var muted: PipelineReader {
        var reader = self
        reader.log = log.muted
        return reader
    }

    private func values(of leg: StageLeg, _ fans: FanOuts, _ values: ValueReader) -> ValueReader {
        var values = values
        values.log = log
        values.each = (leg.name, leg.item)
        values.legs = fans.names(along: leg.stage, item: leg.item)
        return values
    }

    private func readItems(
        of stage: String, _ node: YAMLNode, _ fans: FanOuts, _ values: ValueReader
    ) -> FanOut? {
        guard let members = MappingReader.members(of: node, owner: "for_each", log: log) else { return nil }
        let names = members.filter { $0.name != "key" }
        guard names.count == 1, let source = names.first, members.count == 1 || source.name != "from" else {
            log.report(
                "for_each is { NAME: [items] }, { NAME: STAGE, key: COLUMN } or { from: STAGE }", at: node.position)
            return nil
        }
        let key = members.first { $0.name == "key" }
        if source.name == "from" { return readAlong(stage, source, fans, values) }
        guard Self.isName(source.name) else {
            log.report("what `each.` calls an item has lower-case letters, digits, - and _ only", at: source.position)
            return nil
        }
        if let key { return readColumn(key, of: stage, source, fans, values) }
        return readList(of: stage, source, values)
    }

    private func readAlong(
        _ stage: String, _ source: YAMLNode.Member, _ fans: FanOuts, _ values: ValueReader
    ) -> FanOut? {
        guard let other = values.nonEmptyText(source.value, "from") else { return nil }
        guard let fan = fans[other] else {
            let hint = Suggestion.text(for: other, among: fans.all.map(\.stage))
            log.report(
                "from must name a stage above that has a for_each; \"\(other)\" is none\(hint)",
                at: source.value.position)
            return nil
        }
        let legs = fan.legs?.map { StageLeg(stage: stage, name: fan.name, item: $0.item) }
        return FanOut(stage: stage, name: fan.name, items: .along(other), legs: legs)
    }

    private func readColumn(
        _ key: YAMLNode.Member, of stage: String, _ source: YAMLNode.Member, _ fans: FanOuts, _ values: ValueReader
    ) -> FanOut? {
        guard let other = values.nonEmptyText(source.value, source.name),
            let column = values.nonEmptyText(key.value, "key")
        else { return nil }
        guard fans.members.contains(where: { $0.name == other }) else {
            let hint = Suggestion.text(for: other, among: fans.members.map(\.name))
            log.report("there is no stage \"\(other)\"\(hint)", at: source.value.position)
            return nil
        }
        let items = FanOut.Items.column(column, of: other)
        let legs = surroundings.items[items].map { Self.legs(of: stage, source.name, $0) }
        return FanOut(stage: stage, name: source.name, items: items, legs: legs)
    }

    private func readList(of stage: String, _ source: YAMLNode.Member, _ values: ValueReader) -> FanOut? {
        guard let items = values.list(source.value, "the items of for_each") else { return nil }
        if items.isEmpty {
            log.report("for_each has no items, so that nothing would run", at: source.value.position)
            return nil
        }
        if let twice = Dictionary(grouping: items, by: \.self).filter({ $0.value.count > 1 }).keys.min() {
            log.report("\"\(twice)\" stands in for_each twice", at: source.value.position)
            return nil
        }
        return FanOut(
            stage: stage, name: source.name, items: .listed(items), legs: Self.legs(of: stage, source.name, items))
    }

    private static func legs(of stage: String, _ name: String, _ items: [String]) -> [StageLeg] {
        items.map { StageLeg(stage: stage, name: name, item: $0) }
    }
}
