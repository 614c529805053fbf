internal import Formats
internal import Glibc
internal import Records
internal import Streaming

/// Invents a month: the report and the invoices that a distributor would send, and the subscriptions that they are to
/// be reconciled with.
///
/// The same options give the same bytes. Memory does not grow with rows; of subscriptions it keeps how many seats there
/// are of what.
@main
struct MonthGenerator {
    private let plan: MonthPlan

    /// Reads the command line, writes the month and says what it wrote.
    static func main() {
        do {
            let options = try GeneratorOptions(Array(CommandLine.arguments.dropFirst()))
            try MonthGenerator(plan: MonthPlan(options)).run()
        } catch let fault as GeneratorFault {
            complain("\(fault)\n\(GeneratorOptions.usage)")
            exit(64)
        } catch {
            complain("\(error)")
            exit(1)
        }
    }

    private func run() throws {
        let directory = plan.options.directory
        let budget = try RowBudget(plan)  // First: what cannot be carried out must not spoil what is there.
        try Directory.create(directory + "/reports")
        try write(["account_id": "17017", "report_ids": ["49038"]], to: directory + "/sandbox.json")
        try write(ReportDescription(period: plan.options.period).value, to: directory + "/reports/49038.json")
        try SubscriptionsFile(plan: plan).write(to: directory + "/subscriptions.json")
        try CustomersFiles(plan: plan).write(to: directory)
        try ProductsFile().write(to: directory + "/products.json")
        try OrdersFile(plan: plan).write(to: directory + "/orders.json")
        try BillingFiles(plan: plan).write(to: directory + "/billing")
        try AgreementsFiles(plan: plan).write(to: directory)
        let invoices = try InvoiceLedger(plan: plan)
        var report = try ReportWriter(directory + "/reports/49038.csv", plan: plan, invoices: invoices)
        try report.writeAll(budget)
        try invoices.writeAll()
        try PlantedFile(plan: plan, traces: report.traces).write(to: directory + "/planted.csv")
        print(
            "\(plan.customers.count) customers, \(plan.options.subscriptions) subscriptions, \(report.rowCount) rows,",
            "\(plan.plants.count) planted breaks"
        )
    }

    private func write(_ value: JSONValue, to path: String) throws {
        var file = try BufferedFile(path)
        try file.append(value.indentedText)
        try file.flush()
    }

    private static func complain(_ message: String) {
        let bytes = Array("month-generator: \(message)\n".utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
