import Formats
import Records
import StreamOneIon

extension PipelineReader {
    /// What `fetch:` calls the invoices, whose files can be fetched by another stage.
    static let invoices = "invoices"

    func readFetch(
        _ body: inout MappingReader, _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> Stage.Task? {
        guard let node = body.take("fetch"), let name = values.nonEmptyText(node, "fetch") else { return nil }
        switch name {
        case "report": return readFetchReport(&body, values)
        case "invoice-files": return readFetchInvoiceFiles(&body, &inputs, values)
        case "billing-report": return readFetchBillingReport(&body, values)
        default:
            if let object = FetchedObject.all.first(where: { $0.name == name }) {
                return readFetch(object, &body, values)
            }
            let names = ["report", "invoice-files", "billing-report"] + FetchedObject.all.map(\.name)
            let hint = Suggestion.text(for: name, among: names)
            log.report(
                "fetch must be one of \(names.joined(separator: ", ")), not \"\(name)\"\(hint)", at: node.position)
            return nil
        }
    }

    // MARK: - Objects of the API

    /// The keys are the operation's operands and parameters, with `_` in place of `-`.
    private func readFetch(
        _ object: FetchedObject, _ body: inout MappingReader, _ values: ValueReader
    ) -> Stage.Task? {
        let position = body.position
        let arguments = object.keys.map { key in values.nonEmptyText(body.require(key), key) }
        let settings = object.operation.parameters.flatMap { readSettings(of: $0, &body, values) }
        guard !arguments.contains(nil),
            case .call(let call)? = work(object.operation, arguments.compactMap(\.self), settings, at: position)
        else { return nil }
        return .fetch(FetchRecords(object: object.name, call: call))
    }

    private func readSettings(
        of parameter: ParameterDescription, _ body: inout MappingReader, _ values: ValueReader
    ) -> [PlacedSetting] {
        switch parameter.name {
        case "filter": return readFilters(body.take("filters"), values)
        case "sort": return readSorting(body.take("sort"), values)
        default: break
        }
        let key = parameter.name.replacing("-", with: "_")
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
        guard let node, let section = MappingReader(node, owner: "filters", log: log) else { return [] }
        return section.all.flatMap { member in
            let what = "the filter on \"\(member.name)\""
            if case .mapping = member.value.content { return readModifiers(member, what, values) }
            guard let value = values.nonEmptyText(member.value, what) else { return [] }
            return [PlacedSetting(.init("filter", "\(member.name)=\(value)"), at: member.position)]
        }
    }

    private func readModifiers(
        _ member: YAMLNode.Member, _ what: String, _ values: ValueReader
    ) -> [PlacedSetting] {
        guard var body = MappingReader(member.value, owner: what, log: log) else { return [] }
        let filters = LegacyQuery.Filter.Modifier.allCases.compactMap { modifier in
            values.nonEmptyText(body.take(modifier.rawValue), what).map {
                PlacedSetting(.init("filter", "\(member.name):\(modifier.rawValue)=\($0)"), at: member.position)
            }
        }
        body.finish()
        return filters
    }

    private func readSorting(_ node: YAMLNode?, _ values: ValueReader) -> [PlacedSetting] {
        guard let node, let section = MappingReader(node, owner: "sort", log: log) else { return [] }
        return section.all.compactMap { member in
            let direction: LegacyQuery.Sorting.Direction? = choice(
                member.value, "the direction of \"\(member.name)\"", values)
            return direction.map {
                PlacedSetting(.init("sort", "\(member.name):\($0.rawValue)"), at: member.position)
            }
        }
    }

    // MARK: - Reports

    private func readFetchReport(_ body: inout MappingReader, _ values: ValueReader) -> Stage.Task? {
        let id = values.nonEmptyText(body.require("report_id"), "report_id")
        let days = readDays(body.require("range"), values)
        let columns = values.list(body.take("columns"), "columns")
        let delivery: ReportQuery.Delivery? = choice(body.take("delivery"), "delivery", values)
        guard let id, let days else { return nil }
        let query = ReportQuery(days: days, columns: columns, delivery: delivery ?? .wrapped)
        return .fetchReport(FetchReport(reportID: id, query: query))
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
        guard var body = MappingReader(node, owner: "range", log: log) else { return nil }
        let first = values.date(body.require("first"), "first")
        let last = values.date(body.require("last"), "last")
        body.finish()
        guard let first, let last else { return nil }
        guard let days = CivilInterval(start: first, end: last.advanced(byDays: 1)) else {
            log.report("range ends on \(last), before it begins on \(first)", at: node.position)
            return nil
        }
        return .fixed(days)
    }

    private func readFetchBillingReport(_ body: inout MappingReader, _ values: ValueReader) -> Stage.Task? {
        let provider: BillingReportQuery.Provider? = choice(body.require("provider"), "provider", values)
        let month = values.month(body.require("month"), "month")
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
        _ body: inout MappingReader, _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
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
