/// A column of the report as its description lists it.
struct ReportColumn {
    /// The heading.
    let heading: String
    /// The column's name in the report's template.
    let template: String
    /// Whether rows can be grouped by it.
    var isGroupable = true

    /// Every column, in the order of the CSV.
    static let all = [
        ReportColumn(heading: "Customer ID", template: "customer_id"),
        ReportColumn(heading: "Customer Name", template: "unique_name"),
        ReportColumn(heading: "Customer Company", template: "customer_company_name"),
        ReportColumn(heading: "Domain Name", template: "domain_name"),
        ReportColumn(heading: "Subscription ID", template: "cloud_account_number"),
        ReportColumn(heading: "Product ID", template: "product_id"),
        ReportColumn(heading: "Product Name", template: "product_name"),
        ReportColumn(heading: "SKU ID", template: "sku_id"),
        ReportColumn(heading: "SKU Name", template: "sku_name"),
        ReportColumn(heading: "Term And Billing Cycle", template: "term_and_billing_cycle"),
        ReportColumn(heading: "Billing Frequency", template: "billing_frequency"),
        ReportColumn(heading: "Charge Type", template: "charge_type"),
        ReportColumn(heading: "Type", template: "type"),
        ReportColumn(heading: "Order Number", template: "order_number"),
        ReportColumn(heading: "Order Date", template: "order_date"),
        ReportColumn(heading: "Charge StartDate", template: "usage_starttime"),
        ReportColumn(heading: "Charge EndDate", template: "usage_endtime"),
        ReportColumn(heading: "Seat Count", template: "seat_count"),
        ReportColumn(heading: "Unit", template: "unit"),
        ReportColumn(heading: "Effective Unit Price", template: "effective_unit_price"),
        ReportColumn(heading: "Usage Quantity", template: "usage", isGroupable: false),
        ReportColumn(heading: "Meter Category", template: "meter_category"),
        ReportColumn(heading: "Meter Name", template: "meter_name"),
        ReportColumn(heading: "Region", template: "region"),
        ReportColumn(heading: "Provider Currency", template: "provider_currency"),
        ReportColumn(heading: "Invoice Currency", template: "invoice_currency"),
        ReportColumn(heading: "Seller Cost (Provider Currency)", template: "seller_cost_raw", isGroupable: false),
        ReportColumn(heading: "Seller Cost (Invoiced Currency)", template: "seller_cost_invoice", isGroupable: false),
        ReportColumn(
            heading: "Customer Cost (Invoiced Currency)",
            template: "customer_cost_invoice",
            isGroupable: false
        ),
        ReportColumn(heading: "Invoice Number", template: "invoice_number"),
        ReportColumn(heading: "Cloud Provider ID", template: "cloud_provider_id"),
    ]
}
