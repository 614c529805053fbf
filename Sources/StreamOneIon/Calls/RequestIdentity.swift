internal import Records

/// What tells a request that reads from all others: two with the same identity ask the same service the same, as the
/// same account.
package struct RequestIdentity: Sendable, Hashable {
    /// The address of the service, without the path.
    package let service: String
    /// Method, path, query, `Accept`, and what of a list a page is, in the words of the service.
    package let request: String
    /// What tells the account and its credentials from others: numbers and keys. Secrets and tokens, which change, are not
    /// among them. To be hashed before it is written anywhere.
    package let account: [String]
    /// Whether the service reckons days of it from its own clock, so that the same request asks for another thing
    /// tomorrow.
    package let dependsOnDay: Bool
}

extension RequestIdentity {
    /// What tells the requests for a list or an object from others.
    ///
    /// - Parameter configuration: Where and as whom it is asked; `nil` where that does not matter.
    package init(of call: IonCall, with configuration: IonConfiguration?) {
        let accept = call.version == .legacy ? call.encoding.mediaType : "application/json"
        let fields = call.chosenFields.map { "fields \($0.joined(separator: ","))" }
        let parts = ["GET \(call.target())", "accept \(accept)", call.list.map(\.words), fields]
        // The name of the parameter that chooses fields is the service's, and belongs to its address.
        let parameter = fields == nil ? nil : configuration?.fieldsParameter
        self.init(
            call.version, parts.compactMap(\.self), configuration, parameter: parameter,
            dependsOnDay: call.items.contains { $0.name.hasSuffix(".relativeDateRange") })
    }

    /// What tells the request for a report's data from others. The report's description, which the service has, is no
    /// part of it: what comes with the data is.
    package init(ofReport id: String, _ query: ReportQuery, with configuration: IonConfiguration?) {
        let columns = query.columns.map { $0.map(\.percentEncoded).joined(separator: ",") } ?? "all"
        let dependsOnDay = if case .relative = query.days { true } else { false }
        let parts = [
            "POST reports/\(id.percentEncoded)", query.delivery.rawValue, query.days.words, "columns \(columns)",
        ]
        self.init(.current, parts, configuration, dependsOnDay: dependsOnDay)
    }

    /// What tells the request for a billing report from others.
    package init(of query: BillingReportQuery, with configuration: IonConfiguration?) {
        self.init(.legacy, ["GET \(query.target)", "accept application/json"], configuration)
    }

    /// What tells the requests for the files of an invoice from others.
    ///
    /// - Parameter pattern: Which of the files are wanted; `nil` for all.
    package init(ofFilesOfInvoice id: String, named pattern: String?, with configuration: IonConfiguration?) {
        self.init(.legacy, ["GET invoices/\(id.percentEncoded)/detailed", "files \(pattern ?? "*")"], configuration)
    }

    private init(
        _ version: IonCall.Version, _ parts: [String], _ configuration: IonConfiguration?, parameter: String? = nil,
        dependsOnDay: Bool = false
    ) {
        let address = version == .legacy ? configuration?.legacyBaseURL : configuration?.baseURL
        service = [address, parameter].compactMap(\.self).joined(separator: " ")
        request = parts.joined(separator: "; ")
        let key = version == .legacy ? configuration?.keys?.key.revealed : nil
        account = [version == .legacy ? "v1" : "v3", configuration?.accountID, key].compactMap(\.self)
        self.dependsOnDay = dependsOnDay
    }
}

extension ListShape {
    /// How the list is cut into pages, in words.
    fileprivate var words: String {
        "pages \(paging) of \(pageSize), from \(offset), at most \(limit.map(String.init) ?? "all")"
    }
}

extension ReportQuery.Days {
    /// The days, in words.
    fileprivate var words: String {
        switch self {
        case .relative(let range): "days \(range.queryText)"
        case .fixed(let interval): "days \(interval.start) to \(interval.end)"
        case .between(let start, let end): "days \(start.queryText) to \(end.queryTextOfEnd)"
        }
    }
}
