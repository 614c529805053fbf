import Records

/// Reads single values: text with references resolved, and typed values.
///
/// `${params.period}` alone keeps the parameter's type; inside other text it becomes text. References are resolved
/// after the file was parsed, once, and never in names or comments.
struct ValueReader {
    var parameters: [Parameter]
    /// Parameters that are declared and have no value because of a fault; what refers to them is not reported again.
    var faultyParameters: Set<String> = []
    var log: DiagnosticLog
    /// What counts where a stage does not say otherwise.
    var defaults = StageDefaults()
    /// The item of the leg that is read.
    var each: (name: String, item: String)?
    /// In a leg, what stands for the stages that are fanned out with it.
    var legs: [String: String] = [:]
    /// The names of the secrets, which have no place in ordinary values.
    var secrets: [String] = []
    /// The hosts that may be notified.
    var hosts: [String] = []
    /// The contracts of the file.
    var contracts: [Contract] = []
    /// The directory of the pipeline file: relative paths that stand in it begin there.
    var directory = "."

    /// A path: one that stands in the file is relative to the file, one given for a parameter to where the user is.
    func path(_ node: YAMLNode?, _ what: String) -> String? {
        guard let node, let text = nonEmptyText(node, what), case .scalar(let raw) = node.content else { return nil }
        if case .path? = resolve(raw, at: node.position)?.first { return text }
        return Path.resolve(text, below: directory)
    }

    /// The text of a node; `nil`, with a report, when it has none.
    func text(_ node: YAMLNode?, _ what: String) -> String? {
        guard let node else { return nil }
        guard case .scalar(let raw) = node.content else {
            log.report("\(what) must be a single value, not \(node.kind)", at: node.position)
            return nil
        }
        return resolve(raw, at: node.position)?.map(\.description).joined()
    }

    /// The text of a node that must not be empty.
    func nonEmptyText(_ node: YAMLNode?, _ what: String) -> String? {
        guard let node, let text = text(node, what) else { return nil }
        if text.isEmpty { log.report("\(what) is empty", at: node.position) }
        return text.isEmpty ? nil : text
    }

    /// A month, written or referred to.
    func month(_ node: YAMLNode?, _ what: String) -> Month? {
        guard let node, case .scalar(let raw) = node.content else {
            if let node { log.report("\(what) must be a month, not \(node.kind)", at: node.position) }
            return nil
        }
        guard let parts = resolve(raw, at: node.position) else { return nil }
        if parts.count == 1, case .month(let month) = parts[0] { return month }
        if let month = Month(parts.map(\.description).joined()) { return month }
        log.report("\(what) must be a month such as 2026-10, or refer to a parameter of type month", at: node.position)
        return nil
    }

    /// A date, written or referred to.
    func date(_ node: YAMLNode?, _ what: String) -> CivilDate? {
        guard let node, let text = text(node, what) else { return nil }
        if text.utf8.count == 10, let date = try? CivilDate(parsing: text) { return date }
        log.report("\(what) must be a date such as 2026-10-31, not \"\(text)\"", at: node.position)
        return nil
    }

    /// A whole number from 0.
    func count(_ node: YAMLNode?, _ what: String) -> Int? {
        guard let node, let text = text(node, what) else { return nil }
        if let number = Int(text), number >= 0, String(number) == text { return number }
        log.report("\(what) must be a whole number such as 0 or 25, not \"\(text)\"", at: node.position)
        return nil
    }

    /// A whole number within bounds.
    func count(_ node: YAMLNode?, _ what: String, in bounds: ClosedRange<Int>) -> Int? {
        guard let node, let number = count(node, what) else { return nil }
        if bounds.contains(number) { return number }
        log.report(
            "\(what) must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound), not \"\(number)\"",
            at: node.position)
        return nil
    }

    /// A whole number of days from 0 to a limit: dates that lie further off than any bill are a slip, and may be none.
    func days(_ node: YAMLNode?, _ what: String, upTo limit: Int) -> Int? {
        guard let node, let number = count(node, what) else { return nil }
        if number <= limit { return number }
        log.report("\(what) must be a whole number from 0 to \(limit), not \"\(number)\"", at: node.position)
        return nil
    }

    /// An exact decimal number from 0.
    func decimal(_ node: YAMLNode?, _ what: String) -> ExactDecimal? {
        guard let node, let text = text(node, what) else { return nil }
        if let number = try? ExactDecimal(parsing: text), !number.isNegative { return number }
        log.report("\(what) must be a number such as 0.01, not \"\(text)\"", at: node.position)
        return nil
    }

    /// An exact decimal number, which may be below 0.
    func signedDecimal(_ node: YAMLNode?, _ what: String) -> ExactDecimal? {
        guard let node, let text = text(node, what) else { return nil }
        if let number = try? ExactDecimal(parsing: text) { return number }
        log.report("\(what) must be a number such as -0.01, not \"\(text)\"", at: node.position)
        return nil
    }

    /// `true` or `false`, and nothing else.
    func truth(_ node: YAMLNode?, _ what: String) -> Bool? {
        guard let node, let text = text(node, what) else { return nil }
        if text == "true" || text == "false" { return text == "true" }
        log.report("\(what) must be true or false, not \"\(text)\"", at: node.position)
        return nil
    }

    /// A time such as `90s`, `20m` or `2h`.
    ///
    /// - Parameter least: The smallest number that may stand before the unit.
    func duration(_ node: YAMLNode?, _ what: String, least: Int = 1) -> Duration? {
        guard let node, let text = text(node, what) else { return nil }
        let seconds = ["s": 1, "m": 60, "h": 3600]
        if let unit = text.last.flatMap({ seconds[String($0)] }), let number = Int(text.dropLast()),
            (least...86_400).contains(number), String(number) == text.dropLast()
        {
            return .seconds(number * unit)
        }
        log.report("\(what) must be a time such as 90s, 20m or 2h, not \"\(text)\"", at: node.position)
        return nil
    }

    /// The texts of a list, written or referred to.
    func list(_ node: YAMLNode?, _ what: String) -> [String]? {
        guard let node else { return nil }
        if case .scalar(let raw) = node.content, raw.contains("${"),
            case .list(let elements)? = resolve(
                raw, at: node.position)?.first
        {
            return elements
        }
        guard case .sequence(let elements) = node.content else {
            log.report("\(what) must be a list, not \(node.kind)", at: node.position)
            return nil
        }
        return elements.compactMap { nonEmptyText($0, "an element of \(what)") }
    }

    /// The pieces of a text: what stands between references, and what they refer to.
    private func resolve(_ raw: String, at position: TextPosition) -> [ParameterValue]? {
        var parts: [ParameterValue] = []
        var rest = raw[...]
        while let open = rest.firstRange(of: "${") {
            guard let close = rest[open.upperBound...].firstIndex(of: "}") else {
                log.report("\"${\" without \"}\"", at: position)
                return nil
            }
            if open.lowerBound > rest.startIndex { parts.append(.text(String(rest[..<open.lowerBound]))) }
            guard let value = value(of: String(rest[open.upperBound..<close]), at: position) else { return nil }
            parts.append(value)
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty || parts.isEmpty { parts.append(.text(String(rest))) }
        if refersToSample(raw) { log.noteSample(at: position) }
        return parts
    }

    private func refersToSample(_ raw: String) -> Bool {
        parameters.contains { parameter in
            parameter.origin == .sample
                && ["}", "."].contains { raw.contains("${params.\(parameter.name)\($0)") }
        }
    }

    private func value(of reference: String, at position: TextPosition) -> ParameterValue? {
        let steps = reference.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        switch (steps[0], steps.count) {
        case ("params", 2...): return parameter(steps, at: position)
        case ("each", 2): return item(steps[1], at: position)
        case ("secrets", 2): log.report("a secret may stand under `notify` only, and alone", at: position)
        default:
            log.report("\"${\(reference)}\" refers to nothing; write ${params.NAME}", at: position)
        }
        return nil
    }

    private func parameter(_ steps: [String], at position: TextPosition) -> ParameterValue? {
        log.noteUse(ofParameter: steps[1])
        guard let value = parameters.first(where: { $0.name == steps[1] })?.value else {
            if faultyParameters.contains(steps[1]) { return nil }
            let hint = Suggestion.text(for: steps[1], among: parameters.map(\.name))
            log.report("unknown parameter \"\(steps[1])\"\(hint)", at: position)
            return nil
        }
        if steps.count == 2 { return value }
        if steps.count == 3, let date = value.part(steps[2]) { return .date(date) }
        log.report("\"\(steps[1])\" has no part \"\(steps[2])\"; a month has start, end and last_day", at: position)
        return nil
    }

    private func item(_ name: String, at position: TextPosition) -> ParameterValue? {
        if let each, each.name == name { return .text(each.item) }
        let known = each.map { "; there is ${each.\($0.name)}" } ?? "; `each.` belongs to stages with a for_each"
        log.report("\"${each.\(name)}\" refers to nothing\(known)", at: position)
        return nil
    }
}
