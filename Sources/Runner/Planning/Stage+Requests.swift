import Pipelines
import StreamOneIon

extension Stage {
    /// What the stage asks of the service, and of other hosts, in the order in which it does.
    func requests(with configuration: IonConfiguration?) -> [String] {
        switch task {
        case .fetch(let task):
            let line = RequestLine(task.call).text(with: configuration)
            return [task.call.list == nil ? line : "\(line), page by page"]
        case .fetchReport(let task):
            return RequestLine.report(task.reportID, task.query).map { $0.text(with: configuration) }
        case .fetchBillingReport(let query): return [RequestLine(query).text(with: configuration)]
        case .fetchInvoiceFiles(let task): return fileRequests(task, configuration)
        case .generate: return [RequestLine.invoiceGeneration.text(with: configuration)]
        // The rest of the address may be as good as a password.
        case .notify(let task): return ["POST to \(task.target)"]
        case .read, .parse, .reconcile, .tie, .agreements, .carry, .write: return []
        }
    }

    private func fileRequests(_ task: FetchInvoiceFiles, _ configuration: IonConfiguration?) -> [String] {
        let files =
            "GET of each file\(task.namePattern.map { " named \($0.text)" } ?? "") from the host that is named there"
        switch task.selection {
        case .invoice(let id): return [RequestLine.invoiceFiles(ofInvoice: id).text(with: configuration), files]
        case .stage(let stage):
            let line = RequestLine.invoiceFiles(ofInvoice: "{id}").text(with: configuration)
            return ["\(line.replacing("%7Bid%7D", with: "{id}")), for each invoice of \(stage)", files]
        }
    }

    /// Whether the stage changes something outside this machine.
    var hasEffect: Bool {
        switch task {
        case .generate, .notify: true
        default: false
        }
    }
}
