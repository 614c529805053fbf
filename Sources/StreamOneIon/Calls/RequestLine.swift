/// A request as people are shown it before anything is sent: the method and the address. Credentials are in neither.
package struct RequestLine: Sendable, Hashable {
    /// Which version of the API answers.
    let version: IonCall.Version
    /// `GET` or `POST`.
    package let method: String
    /// What comes behind the account or the version, encoded.
    let target: String

    /// The method and the address: the path alone where it is not known where the service lies.
    package func text(with configuration: IonConfiguration?) -> String {
        let base =
            switch version {
            case .current:
                "\(configuration?.baseURL ?? "")/api/v3/accounts/"
                    + (configuration?.accountID.percentEncoded ?? "{accountid}")
            case .legacy: configuration?.legacyBaseURL ?? "/api/v1"
            }
        return "\(method) \(base)/\(target)"
    }
}

extension RequestLine {
    /// The request of a call; of a list, without what asks for a page.
    package init(_ call: IonCall) {
        self.init(version: call.version, method: "GET", target: call.target())
    }

    /// The requests for a report's data: for its description, and for its rows.
    package static func report(_ id: String, _ query: ReportQuery) -> [RequestLine] {
        let description = RequestLine(.report(id: id))
        let rows = "reports/\(id.percentEncoded)/\(query.delivery.endpoint)"
        return [description, RequestLine(version: .current, method: "POST", target: rows)]
    }

    /// The request for a billing report.
    package init(_ query: BillingReportQuery) {
        self.init(version: .legacy, method: "GET", target: query.target)
    }

    /// The request for the addresses of an invoice's files.
    package static func invoiceFiles(ofInvoice id: String) -> RequestLine {
        RequestLine(version: .legacy, method: "GET", target: "invoices/\(id.percentEncoded)/detailed")
    }

    /// The request that makes invoices.
    package static let invoiceGeneration = RequestLine(version: .legacy, method: "POST", target: "invoices/generate")
}
