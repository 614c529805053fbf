package import Records

/// Something that the API can be asked for, as command lines, pipeline files and help pages speak of it.
package struct Operation: Sendable {
    /// What is done when the operation is carried out.
    package enum Work: Sendable {
        /// Objects are fetched.
        case call(IonCall)
        /// A report's rows are fetched.
        case reportData(id: String, ReportQuery)
        /// The addresses of the files with an invoice's details are fetched.
        case invoiceFiles(invoiceID: String)
        /// A billing report is fetched and flattened to rows.
        case billingReport(BillingReportQuery)
        /// The service is told to make invoices.
        case generation(InvoiceGeneration)
    }

    /// An argument that stands without a name and must be there.
    package struct Operand: Sendable, Hashable {
        /// What help pages call it: `CUSTOMER`.
        package let name: String
        /// What it is, in a few words.
        package let summary: String
    }

    /// A value for a parameter, as somebody wrote it.
    package struct Setting: Sendable {
        /// The parameter's name.
        package let name: String
        /// The value.
        package let text: String

        /// A setting from its parts.
        package init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }

    /// What the operation is about: `subscriptions`.
    package let group: String
    /// What is done with it: `list`.
    package let verb: String
    /// What it does, in one line.
    package let summary: String
    /// The arguments that it must have.
    package let operands: [Operand]
    /// The parameters that it may have.
    package let parameters: [ParameterDescription]
    /// The members that a table shows when nobody chooses; empty for those of the first objects that come.
    package let columns: [String]
    /// Makes the work of arguments and settings.
    let make: @Sendable ([String], [Setting], CivilDate) throws(ParameterFault) -> Work

    /// The work that arguments and settings ask for.
    ///
    /// - Parameters:
    ///   - arguments: A value for each operand.
    ///   - today: What "last month" is reckoned from.
    /// - Throws: ``ParameterFault`` for a value that a parameter does not take, or for one that is missing.
    package func work(
        _ arguments: [String], _ settings: [Setting], today: CivilDate
    ) throws(ParameterFault) -> Work {
        for (operand, argument) in zip(operands, arguments) where argument.isEmpty {
            throw ParameterFault(name: operand.name, reason: "is empty")
        }
        return try make(arguments, settings, today)
    }

    /// The settings whose values are none of those that are known: the service may have learnt them, or they are
    /// misspelt.
    package func unknownValues(_ settings: [Setting]) -> [Setting] {
        settings.filter { setting in
            guard let known = parameters.first(where: { $0.name == setting.name })?.knownTexts, !known.isEmpty else {
                return false
            }
            return !known.contains { $0.lowercased() == setting.text.lowercased() }
        }
    }
}

extension IonQuery {
    /// A query from what somebody wrote.
    ///
    /// - Parameter parameters: The parameters that may be set; `nil` for all that the query has.
    static func reading(
        _ settings: [Operation.Setting], _ parameters: [QueryParameter<Self>]? = nil
    ) throws(ParameterFault) -> Self {
        var query = Self()
        for setting in settings {
            let all = parameters ?? Self.parameters
            guard let parameter = all.first(where: { $0.description.name == setting.name }) else {
                throw ParameterFault(name: setting.name, reason: "is not a parameter here")
            }
            try parameter.read(&query, setting.text)
        }
        return query
    }
}

extension Operation {
    /// An operation that fetches what a query asks for.
    init<Query: IonQuery>(
        _ group: String, _ verb: String, _ summary: String, _ operands: [Operand] = [], columns: [String] = [],
        parameters: [QueryParameter<Query>] = Query.parameters,
        call: @escaping @Sendable (Query, [String]) -> IonCall
    ) {
        self.init(
            group: group, verb: verb, summary: summary, operands: operands,
            parameters: parameters.map(\.description), columns: columns
        ) { arguments, settings, _ throws(ParameterFault) in
            .call(call(try Query.reading(settings, parameters), arguments))
        }
    }
}
