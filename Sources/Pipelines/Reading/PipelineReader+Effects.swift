import Records
import StreamOneIon

extension PipelineReader {
    /// Invoices are made when a condition says that they may be, and never without one.
    func readGenerate(_ body: MappingReader, _ values: ValueReader) -> Stage.Task? {
        _ = word(body.take("generate"), "generate", ["invoices"], values)
        let source = values.nonEmptyText(body.take("source"), "source")
        let period = values.month(body.take("period"), "period")
        let customer = readID(body.take("customer"), "customer", values)
        let reseller = readID(body.take("reseller"), "reseller", values)
        let wait = values.duration(body.take("wait"), "wait", least: 0) ?? Generate.usualWait
        if !body.has("when") {
            log.report(
                "generate needs \"when\": invoices are made only where the books tie out, such as when: tie_out.breaks == 0",
                at: body.position)
        }
        guard let source, let period else { return nil }
        let order = InvoiceGeneration(
            source: source, month: period, customerIDs: customer.map { [$0] } ?? [],
            resellerIDs: reseller.map { [$0] } ?? [])
        return .generate(Generate(order: order, wait: wait))
    }

    /// The service parts ids at commas, and would make of one customer two.
    private func readID(_ node: YAMLNode?, _ what: String, _ values: ValueReader) -> String? {
        guard let node, let text = values.nonEmptyText(node, what) else { return nil }
        if text.contains(where: { $0 == "," || $0.isWhitespace }) {
            log.report("\(what) must be one id; for several, write a stage with for_each", at: node.position)
        }
        return text
    }

    func readNotify(_ body: MappingReader, _ values: ValueReader) -> Stage.Task? {
        let target = body.take("notify").flatMap { readTarget($0, values) }
        let occasion = choice(body.take("on"), "on", values) as Notify.Occasion?
        return target.map { .notify(Notify(target: $0, occasion: occasion ?? .ended)) }
    }

    private func readTarget(_ node: YAMLNode, _ values: ValueReader) -> Notify.Target? {
        if case .scalar(let raw) = node.content, raw.hasPrefix("${secrets."), raw.hasSuffix("}") {
            let name = String(raw.dropFirst("${secrets.".count).dropLast())
            if values.secrets.contains(name) { return .secret(name) }
            let hint = Suggestion.text(for: name, among: values.secrets)
            log.report("unknown secret \"\(name)\"\(hint)", at: node.textPosition)
            return nil
        }
        guard let text = values.nonEmptyText(node, "notify") else { return nil }
        guard let host = Notify.host(of: text) else {
            log.report("notify must be an address that begins with https://, not \"\(text)\"", at: node.position)
            return nil
        }
        if !values.hosts.contains(host) {
            let hint = Suggestion.text(for: host, among: values.hosts)
            log.report(
                "host \"\(host)\" is not among `hosts`: name every host that may be called\(hint)", at: node.position)
        }
        return .address(text, host: host)
    }
}
