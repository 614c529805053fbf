import Formats
import Records
import StreamOneIon

extension PipelineReader {
    private enum FetchObject: String, CaseIterable {
        case report
        case subscriptions
        case invoices
        case invoiceFiles = "invoice-files"
    }

    func readFetch(
        _ body: inout MappingReader, _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> Stage.Task? {
        switch choice(body.take("fetch"), "fetch", values) as FetchObject? {
        case .report?: readFetchReport(&body, values)
        case .subscriptions?: readFetchSubscriptions(&body, values)
        case .invoices?: readFetchInvoices(&body, values)
        case .invoiceFiles?: readFetchInvoiceFiles(&body, &inputs, values)
        case nil: nil
        }
    }

    private func readFetchReport(_ body: inout MappingReader, _ values: ValueReader) -> Stage.Task? {
        let id = values.nonEmptyText(body.require("report_id"), "report_id")
        let range = values.month(body.require("range"), "range")
        let columns = values.list(body.take("columns"), "columns")
        guard let id, let range else { return nil }
        return .fetchReport(FetchReport(reportID: id, range: range.interval, columns: columns))
    }

    private func readFetchSubscriptions(_ body: inout MappingReader, _ values: ValueReader) -> Stage.Task? {
        let status = values.nonEmptyText(body.take("status"), "status")
        return .fetchSubscriptions(FetchSubscriptions(status: status, pageSize: readPageSize(&body, values)))
    }

    private func readPageSize(_ body: inout MappingReader, _ values: ValueReader) -> Int {
        readPositive(body.take("page_size"), "page_size", values) ?? 100
    }

    private func readPositive(_ node: YAMLNode?, _ what: String, _ values: ValueReader) -> Int? {
        let number = values.count(node, what)
        if let node, number == 0 { log.report("\(what) must be at least 1", at: node.position) }
        return number
    }

    // MARK: - Invoices

    private func readFetchInvoices(_ body: inout MappingReader, _ values: ValueReader) -> Stage.Task? {
        var query = LegacyQuery()
        query.encoding = choice(body.take("accept"), "accept", values) ?? .json
        query.filters = readFilters(body.take("filters"), values)
        query.sorting = readSorting(body.take("sort"), values)
        query.relations = values.list(body.take("relations"), "relations")
        query.offset = values.count(body.take("offset"), "offset") ?? 0
        query.limit = readPositive(body.take("limit"), "limit", values)
        query.pageSize = readPageSize(&body, values)
        let customer = values.nonEmptyText(body.take("customer"), "customer")
        return .fetchInvoices(FetchInvoices(query: query, customerID: customer))
    }

    /// A filter is a value, which must be equal, or a mapping of modifiers to values, all of which must hold.
    private func readFilters(_ node: YAMLNode?, _ values: ValueReader) -> [LegacyQuery.Filter] {
        guard let node, let section = MappingReader(node, owner: "filters", log: log) else { return [] }
        return section.all.flatMap { member in
            let what = "the filter on \"\(member.name)\""
            if case .mapping = member.value.content { return readModifiers(member, what, values) }
            guard let value = values.nonEmptyText(member.value, what) else { return [] }
            return [LegacyQuery.Filter(field: member.name, value: value)]
        }
    }

    private func readModifiers(
        _ member: YAMLNode.Member, _ what: String, _ values: ValueReader
    ) -> [LegacyQuery.Filter] {
        guard var body = MappingReader(member.value, owner: what, log: log) else { return [] }
        let filters = LegacyQuery.Filter.Modifier.allCases.compactMap { modifier in
            values.nonEmptyText(body.take(modifier.rawValue), what).map {
                LegacyQuery.Filter(field: member.name, modifier: modifier, value: $0)
            }
        }
        body.finish()
        return filters
    }

    private func readSorting(_ node: YAMLNode?, _ values: ValueReader) -> [LegacyQuery.Sorting] {
        guard let node, let section = MappingReader(node, owner: "sort", log: log) else { return [] }
        return section.all.compactMap { member in
            let direction: LegacyQuery.Sorting.Direction? = choice(
                member.value, "the direction of \"\(member.name)\"", values)
            return direction.map { LegacyQuery.Sorting(field: member.name, direction: $0) }
        }
    }

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
