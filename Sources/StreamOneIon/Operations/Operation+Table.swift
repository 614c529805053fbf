internal import Records

/// Everything that the API can be asked for. Command lines, pipeline files, help pages and completions follow from it.
extension Operation {
    /// The operations, in the order of help pages.
    package static let all: [Operation] = [
        listCustomers, getCustomer, listProducts, getProduct, listSubscriptions, getSubscription, listOrders, getOrder,
        listReports, getReport, reportData, listInvoices, listInvoiceFiles, generateInvoices, billingReport,
        listLegacyCustomers, getLegacyCustomer,
    ]

    /// The operation of a group and a verb.
    package static func named(_ group: String, _ verb: String) -> Operation? {
        all.first { $0.group == group && $0.verb == verb }
    }

    // MARK: Version 3

    private static let listCustomers = Operation(
        "customers", "list", "The account's customers.",
        columns: ["id", "customerOrganization", "customerName", "customerEmail", "customerStatus"]
    ) { (query: CustomerQuery, _) in query.call }

    private static let getCustomer = Operation(
        "customers", "get", "A customer.", [Operand(name: "CUSTOMER", summary: "the customer's number")],
        columns: ["id", "customerOrganization", "customerName", "customerEmail", "customerStatus"]
    ) { (_: NoQuery, arguments) in .customer(id: arguments[0]) }

    private static let listProducts = Operation(
        "products", "list", "The products of the catalogue.", columns: ["id", "type", "marketing.displayName"]
    ) { (query: ProductQuery, _) in query.call }

    private static let getProduct = Operation(
        "products", "get", "A product of the catalogue.", [Operand(name: "PRODUCT", summary: "the product's id")],
        columns: ["id", "type", "marketing.displayName"]
    ) { (options: ProductOptions, arguments) in options.call(id: arguments[0]) }

    private static let subscriptionColumns = [
        "id", "subscriptionId", "customerName", "subscriptionName", "subscriptionStatus", "subscriptionTotalLicenses",
        "price", "currency", "subscriptionEndDate",
    ]

    private static let listSubscriptions = Operation(
        "subscriptions", "list", "The subscriptions of all customers.", columns: subscriptionColumns
    ) { (query: SubscriptionQuery, _) in query.call }

    private static let getSubscription = Operation(
        "subscriptions", "get", "A subscription in detail.",
        [
            Operand(name: "CUSTOMER", summary: "the customer's number"),
            Operand(name: "SUBSCRIPTION", summary: "the subscription's internal id (the list's \"id\")"),
        ], columns: subscriptionColumns
    ) { (options: SubscriptionOptions, arguments) in options.call(customerID: arguments[0], id: arguments[1]) }

    private static let orderColumns = [
        "orderId", "customerId", "displayName", "status", "total", "currencyCode", "createTime",
    ]

    private static let listOrders = Operation(
        "orders", "list", "The orders of the account, or of a customer.", columns: orderColumns
    ) { (query: OrderQuery, _) in query.call }

    private static let getOrder = Operation(
        "orders", "get", "An order.", [Operand(name: "ORDER", summary: "the order's id")], columns: orderColumns
    ) { (options: OrderOptions, arguments) in options.call(id: arguments[0]) }

    // MARK: Reports

    private static let listReports = Operation(
        "reports", "list", "The reports that are defined in the portal.",
        columns: ["reportId", "displayName", "category", "reportModule"]
    ) { (query: ReportListQuery, _) in query.call }

    private static let getReport = Operation(
        "reports", "get", "A report with the columns that it can have.",
        [Operand(name: "REPORT", summary: "the report's number")],
        columns: ["reportId", "displayName", "category", "reportModule"]
    ) { (_: NoQuery, arguments) in .report(id: arguments[0]) }

    private static let reportData = Operation(
        group: "reports", verb: "data", summary: "A report's rows, as CSV.",
        operands: [Operand(name: "REPORT", summary: "the report's number")],
        parameters: ReportDraft.parameters.map(\.description), columns: []
    ) { arguments, settings, _ throws(ParameterFault) in
        .reportData(id: arguments[0], try ReportDraft.reading(settings).query())
    }

    // MARK: Version 1

    private static let listInvoices = Operation(
        "invoices", "list", "The account's invoices, or those of a customer.",
        columns: ["id", "number", "cloudUsed", "billingStartDate", "billingEndDate", "currency", "total"],
        parameters: LegacyQuery.invoiceParameters
    ) { query, _ in query.invoices }

    private static let listInvoiceFiles = Operation(
        group: "invoices", verb: "files", summary: "The addresses of the files with an invoice's details.",
        operands: [Operand(name: "INVOICE", summary: "the invoice's id")], parameters: [],
        columns: ["name", "host", "url"]
    ) { arguments, _, _ throws(ParameterFault) in .invoiceFiles(invoiceID: arguments[0]) }

    private static let generateInvoices = Operation(
        group: "invoices", verb: "generate",
        summary: "Tells the service to make invoices; shows the order unless --yes.",
        operands: [], parameters: GenerationDraft.parameters.map(\.description), columns: []
    ) { _, settings, today throws(ParameterFault) in
        .generation(try GenerationDraft.reading(settings).generation(today: today))
    }

    private static let billingReport = Operation(
        group: "billing", verb: "report", summary: "A month's billing report, a row for each charge.",
        operands: [Operand(name: "PROVIDER", summary: "aws, azureplan (all of Microsoft CSP) or gcp")],
        parameters: BillingDraft.parameters.map(\.description), columns: []
    ) { arguments, settings, today throws(ParameterFault) in
        .billingReport(try BillingDraft.reading(settings).query(provider: arguments[0], today: today))
    }

    private static let legacyCustomerColumns = ["id", "company", "name", "email"]

    private static let listLegacyCustomers = Operation(
        "legacy-customers", "list", "The customers as version 1 of the API has them.", columns: legacyCustomerColumns
    ) { (query: LegacyQuery, _) in query.customers }

    private static let getLegacyCustomer = Operation(
        "legacy-customers", "get", "A customer as version 1 of the API has it.",
        [Operand(name: "CUSTOMER", summary: "the customer's number")], columns: legacyCustomerColumns,
        parameters: LegacyQuery.objectParameters
    ) { query, arguments in query.customer(id: arguments[0]) }
}
