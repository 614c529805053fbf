import StreamOneIon

extension Language {
    static let fetchReport = fetching(
        "fetch report",
        [
            .required("fetch", .choice(["report"]), "a report's rows"),
            .required("report_id", .text, "the report's number in the portal"),
            .required(
                "range", .either([.month, .text, .mapping(range)]),
                "whose charges are wanted: a month, `{ first: 2026-10-01, last: 2026-10-07 }`, or a name that the service "
                    + "reckons from its own clock, such as `LAST_MONTH`"),
            .optional(
                "columns", .list(of: .text, isEmptyAllowed: true),
                usual: "those that the stages behind it use, or all when the report is written as it is",
                "the report's columns"),
            .optional(
                "delivery", .choice(ReportQuery.Delivery.allCases.map(\.rawValue)), usual: "wrapped",
                "`wrapped` into JSON, or `streamed` as bare CSV"),
        ])

    static let range = MappingDefinition(
        "range", [.required("first", .date, "the first day"), .required("last", .date, "the last day")])

    static let fetchBillingReport = fetching(
        "fetch billing-report",
        [
            .required("fetch", .choice(["billing-report"]), "one of version 1's billing reports"),
            .required(
                "provider", .choice(BillingReportQuery.Provider.allCases.map(\.rawValue)), "whose"),
            .required("month", .month, "the month"),
            .optional("customer", .text, usual: "all", "the only customer"),
            .optional("currency", .text, usual: "the service's", "the currency of the costs, such as EUR"),
        ])

    static let fetchInvoiceFiles = fetching(
        "fetch invoice-files",
        [
            .required("fetch", .choice(["invoice-files"]), "the files with the details of invoices"),
            .optional("invoice_id", .text, "the invoice; or"),
            .optional("invoices", .stage, "the stage that fetches the invoices whose files are wanted"),
            .optional("files", .text, usual: "all", "which files, by name: `\"*.csv\"`"),
        ])

    /// An object of the API: its keys are its operation's operands and parameters.
    static func fetch(_ object: FetchedObject) -> MappingDefinition {
        let operands = zip(object.keys, object.operation.operands).map { key, operand in
            KeyDefinition.required(key, .text, operand.summary)
        }
        return fetching(
            "fetch \(object.name)",
            [.required("fetch", .choice([object.name]), object.operation.summary)] + operands
                + object.operation.parameters.map(key))
    }

    /// What may be asked of a field; all that is asked must hold.
    static let filter = MappingDefinition(
        "filter",
        LegacyQuery.Filter.Modifier.allCases.map { .optional($0.rawValue, .text, "what the field is held against") })

    private static func key(_ parameter: ParameterDescription) -> KeyDefinition {
        switch parameter.name {
        case "filter":
            return .optional(
                "filters", .table(of: .either([.text, .mapping(filter)])),
                "conditions on fields, all of which must hold: a value, or modifiers with values")
        case "sort":
            let directions = LegacyQuery.Sorting.Direction.allCases.map(\.rawValue)
            return .optional("sort", .table(of: .choice(directions)), "fields and directions")
        default: return .optional(key(of: parameter), shape(of: parameter), parameter.summary)
        }
    }

    /// A parameter's key in a pipeline file.
    static func key(of parameter: ParameterDescription) -> String { parameter.name.replacing("-", with: "_") }

    private static func shape(of parameter: ParameterDescription) -> Shape {
        if parameter.isList { return .list(of: .text, isEmptyAllowed: true) }
        return parameter.placeholder == nil ? .truth : .text
    }
}
