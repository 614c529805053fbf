import Records

/// Reads single values: text with references resolved, and typed values.
///
/// `${params.period}` alone keeps the parameter's type; inside other text it becomes text. References are resolved
/// after the file was parsed, once, and never in names or comments.
struct ValueReader {
    let parameters: [(name: String, value: ParameterValue)]
    /// Parameters that are declared and have no value because of a fault; what refers to them is not reported again.
    var faultyParameters: Set<String> = []
    let log: DiagnosticLog
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

    /// `true` or `false`, and nothing else.
    func truth(_ node: YAMLNode?, _ what: String) -> Bool? {
        guard let node, let text = text(node, what) else { return nil }
        if text == "true" || text == "false" { return text == "true" }
        log.report("\(what) must be true or false, not \"\(text)\"", at: node.position)
        return nil
    }

    /// The texts of a list.
    func list(_ node: YAMLNode?, _ what: String) -> [String]? {
        guard let node else { return nil }
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
        return parts
    }

    private func value(of reference: String, at position: TextPosition) -> ParameterValue? {
        let steps = reference.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard steps.count >= 2, steps[0] == "params" else {
            log.report("\"${\(reference)}\" refers to nothing; write ${params.NAME}", at: position)
            return nil
        }
        guard let value = parameters.first(where: { $0.name == steps[1] })?.value else {
            if faultyParameters.contains(steps[1]) { return nil }
            let hint = Suggestion.text(for: steps[1], among: parameters.map(\.name))
            log.report("unknown parameter \"\(steps[1])\"\(hint)", at: position)
            return nil
        }
        if steps.count == 2 { return value }
        guard steps.count == 3, case .month(let month) = value, let date = Self.part(steps[2], of: month) else {
            log.report("\"\(steps[1])\" has no part \"\(steps[2])\"; a month has start, end and last_day", at: position)
            return nil
        }
        return .date(date)
    }

    private static func part(_ name: String, of month: Month) -> CivilDate? {
        switch name {
        case "start": month.start
        case "end": month.end
        case "last_day": month.lastDay
        default: nil
        }
    }
}
