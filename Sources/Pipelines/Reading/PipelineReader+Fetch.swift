import Formats
import Records
import StreamOneIon

extension PipelineReader {
    /// What `fetch:` calls the invoices, whose files can be fetched by another stage.
    static let invoices = "invoices"

    func readFetch(
        _ body: MappingReader, _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> Stage.Task? {
        switch values.text(body.take("fetch"), "fetch") {
        case "report": readFetchReport(body, values)
        case "invoice-files": readFetchInvoiceFiles(body, &inputs, values)
        case "billing-report": readFetchBillingReport(body, values)
        case let name:
            FetchedObject.all.first { $0.name == name }.flatMap { readFetch($0, body, values) }
        }
    }

    // MARK: - Objects of the API

    /// The keys are the operation's operands and parameters, with `_` in place of `-`.
    private func readFetch(
        _ object: FetchedObject, _ body: MappingReader, _ values: ValueReader
    ) -> Stage.Task? {
        let position = body.position
        let arguments = object.keys.map { key in values.nonEmptyText(body.take(key), key) }
        let settings = object.operation.parameters.flatMap { readSettings(of: $0, body, values) }
        guard !arguments.contains(nil),
            case .call(let call)? = work(object.operation, arguments.compactMap(\.self), settings, at: position)
        else { return nil }
        return .fetch(FetchRecords(object: object.name, call: call))
    }

    private func readSettings(
        of parameter: ParameterDescription, _ body: MappingReader, _ values: ValueReader
    ) -> [PlacedSetting] {
        switch parameter.name {
        case "filter": return readFilters(body.take("filters"), values)
        case "sort": return readSorting(body.take("sort"), values)
        default: break
        }
        let key = Language.key(of: parameter)
        guard let node = body.take(key) else { return [] }
        let text: String? =
            if parameter.isList {
                values.list(node, key)?.joined(separator: ",")
            } else if parameter.placeholder == nil {
                values.truth(node, key) == true ? "" : nil
            } else {
                values.nonEmptyText(node, key)
            }
        return text.map { [PlacedSetting(.init(parameter.name, $0), at: node.position)] } ?? []
    }

    /// The work of an operation; `nil` with a report of every setting that it does not take.
    private func work(
        _ operation: Operation, _ arguments: [String], _ settings: [PlacedSetting], at position: TextPosition
    ) -> Operation.Work? {
        var settings = settings
        while true {
            do throws(ParameterFault) {
                // No object of a pipeline file is reckoned from today, so that any day will do.
                let day = CivilDate(daysSinceEpoch: 0)
                return try operation.work(arguments, settings.map(\.setting), today: day)
            } catch {
                let index = settings.lastIndex { $0.setting.name == error.name }
                let key = error.name.replacing("-", with: "_")
                let known = operation.parameters.first { $0.name == error.name }?.knownTexts ?? []
                let hint = index.map { Suggestion.text(for: settings[$0].setting.text, among: known) } ?? ""
                log.report("\(key) \(error.reason)\(hint)", at: index.map { settings[$0].position } ?? position)
                guard let index else { return nil }
                settings.remove(at: index)
            }
        }
    }

    /// A filter is a value, which must be equal, or a mapping of modifiers to values, all of which must hold.
    private func readFilters(_ node: YAMLNode?, _ values: ValueReader) -> [PlacedSetting] {
        let members = MappingReader.members(of: node, owner: "filters", log: log) ?? []
        return members.flatMap { member in
            let what = "the filter on \"\(member.name)\""
            if case .mapping = member.value.content { return readModifiers(member, what, values) }
            guard let value = values.nonEmptyText(member.value, what) else { return [] }
            return [PlacedSetting(.init("filter", "\(member.name)=\(value)"), at: member.position)]
        }
    }

    private func readModifiers(
        _ member: YAMLNode.Member, _ what: String, _ values: ValueReader
    ) -> [PlacedSetting] {
        guard let body = MappingReader(member.value, Language.filter, owner: what, log: log) else { return [] }
        let filters = LegacyQuery.Filter.Modifier.allCases.compactMap { modifier in
            values.nonEmptyText(body.take(modifier.rawValue), what).map {
                PlacedSetting(.init("filter", "\(member.name):\(modifier.rawValue)=\($0)"), at: member.position)
            }
        }
        body.finish()
        return filters
    }

    private func readSorting(_ node: YAMLNode?, _ values: ValueReader) -> [PlacedSetting] {
        let members = MappingReader.members(of: node, owner: "sort", log: log) ?? []
        return members.compactMap { member in
            let direction: LegacyQuery.Sorting.Direction? = choice(
                member.value, "the direction of \"\(member.name)\"", values)
            return direction.map {
                PlacedSetting(.init("sort", "\(member.name):\($0.rawValue)"), at: member.position)
            }
        }
    }

    // MARK: - Reports

    private func readFetchReport(_ body: MappingReader, _ values: ValueReader) -> Stage.Task? {
        let id = values.nonEmptyText(body.take("report_id"), "report_id")
        let days = readDays(body.take("range"), values)
        let node = body.take("columns")
        // What a sample stands in for is not known, and nothing is held against it.
        let columns = values.list(node, "columns").flatMap { hasSample(node) ? nil : $0 }
        let delivery: ReportQuery.Delivery? = choice(body.take("delivery"), "delivery", values)
        guard let id, let days else { return nil }
        let query = ReportQuery(days: days, columns: columns, delivery: delivery ?? .wrapped)
        return .fetchReport(FetchReport(reportID: id, query: query))
    }

    /// Whether a list, or an element of it, follows from a sample.
    private func hasSample(_ node: YAMLNode?) -> Bool {
        guard let node else { return false }
        guard case .sequence(let elements) = node.content else { return log.isSample(at: node.position) }
        return elements.contains { log.isSample(at: $0.position) }
    }

    /// A month, a range that the service has a name for, or a first and a last day.
    private func readDays(_ node: YAMLNode?, _ values: ValueReader) -> ReportQuery.Days? {
        guard let node else { return nil }
        if case .mapping = node.content { return readFirstAndLast(node, values) }
        if case .scalar(let text) = node.content {
            let named = RelativeDateRange(rawValue: text)
            if named.isKnown { return .relative(named) }
        }
        return values.month(node, "range").map { .fixed($0.interval) }
    }

    private func readFirstAndLast(_ node: YAMLNode, _ values: ValueReader) -> ReportQuery.Days? {
        guard let body = MappingReader(node, Language.range, owner: "range", log: log) else { return nil }
        let first = values.date(body.take("first"), "first")
        let last = values.date(body.take("last"), "last")
        body.finish()
        guard let first, let last else { return nil }
        guard let days = CivilInterval(start: first, end: last.advanced(byDays: 1)) else {
            if !["first", "last"].contains(where: { body.position(of: $0).map(log.isSample) ?? false }) {
                log.report("range ends on \(last), before it begins on \(first)", at: node.position)
            }
            return nil
        }
        return .fixed(days)
    }

    private func readFetchBillingReport(_ body: MappingReader, _ values: ValueReader) -> Stage.Task? {
        let provider: BillingReportQuery.Provider? = choice(body.take("provider"), "provider", values)
        let month = values.month(body.take("month"), "month")
        let customer = values.nonEmptyText(body.take("customer"), "customer")
        let node = body.take("currency")
        let currency = values.nonEmptyText(node, "currency").flatMap { Currency($0) }
        if let node, currency == nil { log.report("currency must be a code such as EUR", at: node.position) }
        guard let provider, let month else { return nil }
        return .fetchBillingReport(
            BillingReportQuery(provider: provider, month: month, customerID: customer, currency: currency))
    }

    // MARK: - Files of invoices

    private func readFetchInvoiceFiles(
        _ body: MappingReader, _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> Stage.Task? {
        let position = body.position
        let id = values.nonEmptyText(body.take("invoice_id"), "invoice_id")
        let stage = readInput(body.take("invoices"), "invoices", &inputs, values)
        let pattern = values.nonEmptyText(body.take("files"), "files").map(NamePattern.init)
        switch (id, stage) {
        case (let id?, nil):
            return .fetchInvoiceFiles(FetchInvoiceFiles(selection: .invoice(id), namePattern: pattern))
        case (nil, let stage?):
            return .fetchInvoiceFiles(FetchInvoiceFiles(selection: .stage(stage), namePattern: pattern))
        default:
            log.report(
                "fetch: invoice-files needs either \"invoice_id\", or \"invoices\" with a stage that fetches them",
                at: position)
            return nil
        }
    }
}

/// A setting and where it stands in the file.
private struct PlacedSetting {
    let setting: Operation.Setting
    let position: TextPosition

    init(_ setting: Operation.Setting, at position: TextPosition) {
        self.setting = setting
        self.position = position
    }
}
