import Records
import StreamOneIon

extension PipelineReader {
    /// How long is waited for invoices when the file does not say.
    private static let usualWait = Duration.seconds(600)

    func readGenerate(
        _ body: inout MappingReader, _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> Stage.Task? {
        let node = body.take("generate")
        if let node, let object = values.nonEmptyText(node, "generate"), object != "invoices" {
            let hint = Suggestion.text(for: object, among: ["invoices"])
            log.report("generate makes \"invoices\" and nothing else, not \"\(object)\"\(hint)", at: node.position)
        }
        let source = values.nonEmptyText(body.require("source"), "source")
        let month = values.month(body.require("period"), "period")
        let customer = readID(body.take("customer"), "customer", values)
        let reseller = readID(body.take("reseller"), "reseller", values)
        let wait = readWait(body.take("wait"), values)
        guard let when = readGate(body.require("when"), &inputs, values), let source, let month else { return nil }
        let order = InvoiceGeneration(
            source: source, month: month, customerIDs: customer.map { [$0] } ?? [],
            resellerIDs: reseller.map { [$0] } ?? [])
        return .generate(Generate(order: order, when: when, wait: wait))
    }

    /// The service parts ids at commas, and would make of one customer two.
    private func readID(_ node: YAMLNode?, _ what: String, _ values: ValueReader) -> String? {
        guard let node, let text = values.nonEmptyText(node, what) else { return nil }
        if text.contains(where: { $0 == "," || $0.isWhitespace }) {
            log.report("\(what) must be one id; for several, write a stage for each", at: node.position)
        }
        return text
    }

    /// The gate's text. Each leg that it names is an input: the stage waits for it.
    private func readGate(
        _ node: YAMLNode?, _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> String? {
        guard let node, let text = values.nonEmptyText(node, "when") else { return nil }
        guard let conditions = Generate.conditions(of: text) else {
            log.report(
                "\"when\" must name the legs that have to tie out, such as tie_out.breaks == 0 and line_tie.breaks == 0, "
                    + "not \"\(text)\"", at: node.position)
            return nil
        }
        inputs += conditions.map { ($0.leg, node.position) }
        return text
    }

    private func readWait(_ node: YAMLNode?, _ values: ValueReader) -> Duration {
        guard let node, let text = values.nonEmptyText(node, "wait") else { return Self.usualWait }
        let units = ["s": 1, "m": 60, "h": 3600]
        if let unit = text.last.flatMap({ units[String($0)] }), let count = Int(text.dropLast()),
            (0...86_400).contains(count), String(count) == text.dropLast(), count * unit <= 86_400
        {
            return .seconds(count * unit)
        }
        log.report("wait must be a time such as 30s, 10m or 1h, at most 24h, not \"\(text)\"", at: node.position)
        return Self.usualWait
    }
}
