extension LegacyQuery: IonQuery {
    static let parameters: [QueryParameter<Self>] = [
        QueryParameter(
            ParameterDescription(
                "filter", "FIELD[:MODIFIER]=VALUE", "a condition; modifiers: \(modifiers)", repeats: true),
            read: { query, text throws(ParameterFault) in query.filters.append(try filter(text)) },
            items: { $0.filters.map(\.item) }),
        QueryParameter(
            ParameterDescription(
                "sort", "FIELD[:desc]", "the fields to sort by, the first before the others", repeats: true),
            read: { query, text throws(ParameterFault) in query.sorting.append(try sorting(text)) },
            items: { $0.sorting.map { QueryItem("sort[\($0.field)]", $0.direction.rawValue) } }),
        QueryParameter(
            ParameterDescription("relations", "NAME,NAME", "the related objects to fetch as well; empty for none"),
            read: { query, text throws(ParameterFault) in query.relations = names(text) },
            items: { query in query.relations.map { [QueryItem("relations", $0.joined(separator: ","))] } ?? [] }),
        QueryParameter(
            ParameterDescription(
                "fields", "NAME,NAME", "the fields to be sent (wants v1.fields_parameter in the configuration)"),
            read: { query, text throws(ParameterFault) in
                query.fields = names(try String.parse(text, for: "fields"))
            }),
        QueryParameter(
            ParameterDescription("accept", "FORMAT", "how the service is to write its answer", known: Encoding.names),
            read: { query, text throws(ParameterFault) in query.encoding = try encoding(text) }),
        .offset(\.offset), .limit(\.limit), .pageSize(\.pageSize),
    ]

    /// The parameters of the list of invoices.
    static let invoiceParameters: [QueryParameter<Self>] =
        [
            QueryParameter(
                ParameterDescription("customer", "ID", "the invoices of this customer instead of the account's own"),
                read: { query, text throws(ParameterFault) in
                    query.customerID = try String.parse(text, for: "customer")
                },
                items: { query in query.customerID.map { [QueryItem("customerId", $0)] } ?? [] })
        ] + parameters

    private static let modifiers = Filter.Modifier.allCases.map(\.rawValue).joined(separator: ", ")

    private static func names(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }

    private static func filter(_ text: String) throws(ParameterFault) -> Filter {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let field = parts[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !field[0].isEmpty else {
            throw ParameterFault(name: "filter", reason: "must be FIELD=VALUE or FIELD:MODIFIER=VALUE, not \"\(text)\"")
        }
        guard let modifier = field.count == 1 ? .exact : Filter.Modifier(rawValue: field[1]) else {
            throw ParameterFault(name: "filter", reason: "has no modifier \"\(field[1])\"; there are \(modifiers)")
        }
        return Filter(field: field[0], modifier: modifier, value: String(parts[1]))
    }

    private static func sorting(_ text: String) throws(ParameterFault) -> Sorting {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let direction = parts.count == 1 ? .asc : Sorting.Direction(rawValue: parts[1])
        guard !parts[0].isEmpty, let direction else {
            throw ParameterFault(name: "sort", reason: "must be FIELD, FIELD:asc or FIELD:desc, not \"\(text)\"")
        }
        return Sorting(field: parts[0], direction: direction)
    }

    private static func encoding(_ text: String) throws(ParameterFault) -> Encoding {
        if let encoding = Encoding(rawValue: text) { return encoding }
        throw ParameterFault(
            name: "accept", reason: "must be one of \(Encoding.names.joined(separator: ", ")), not \"\(text)\"")
    }
}

extension LegacyQuery.Encoding {
    fileprivate static var names: [String] { allCases.map(\.rawValue) }
}

extension LegacyQuery.Filter {
    /// The condition as it is sent.
    fileprivate var item: QueryItem {
        QueryItem(modifier == .exact ? "filter[\(field)]" : "filter[\(field):\(modifier.rawValue)]", value)
    }
}

extension LegacyQuery {
    /// The call for the account's invoices, or those of a customer.
    package var invoices: IonCall {
        let path = customerID == nil ? ["invoices", "myinvoices"] : ["invoices"]
        let items = Self.invoiceParameters.flatMap { $0.items(self) }
        return list(path, items, of: "invoice", for: customerID.map { "invoices of customer \($0)" } ?? "invoices")
    }

    /// The call for version 1's customers.
    package var customers: IonCall { list(["customers"], items, of: "customer", for: "version 1 customers") }

    /// The call for one of version 1's customers.
    package func customer(id: String) -> IonCall {
        var call = IonCall(
            .legacy, ["customers", id], items, for: "version 1 customer \(id)",
            answer: .object(at: ["data", "customer"]))
        call.encoding = encoding
        call.chosenFields = fields
        return call
    }

    private func list(_ path: [String], _ items: [QueryItem], of entity: String, for subject: String) -> IonCall {
        let shape = ListShape(
            ["data", entity], of: entity, paging: .legacyOffset, pageSize: pageSize, offset: offset, limit: limit)
        var call = IonCall(.legacy, path, items, for: subject, answer: .list(shape))
        call.encoding = encoding
        // Without its id an object could not be told from others, and a page not from one that came before.
        call.chosenFields = fields.map { $0.contains("id") ? $0 : ["id"] + $0 }
        return call
    }
}
