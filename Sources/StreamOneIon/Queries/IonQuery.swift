/// What is asked for, as typed values, with the table that reads them from text and writes them into a query.
///
/// The table is the one place that knows a parameter: its name, what is sent, and what it does. Command lines, pipeline
/// files, help pages and requests are all made of it.
protocol IonQuery: Sendable {
    /// The parameters, in the order of help pages.
    static var parameters: [QueryParameter<Self>] { get }
    /// Everything, in the service's own order.
    init()
}

extension IonQuery {
    /// What is sent.
    var items: [QueryItem] { Self.parameters.flatMap { $0.items(self) } }
}

/// A property of a query that a parameter stands for.
typealias Property<Root, Value> = any WritableKeyPath<Root, Value> & Sendable

/// A parameter of a query.
struct QueryParameter<Query: Sendable>: Sendable {
    /// What help pages and messages say of it.
    let description: ParameterDescription
    /// Takes a value from text.
    let read: @Sendable (inout Query, String) throws(ParameterFault) -> Void
    /// What is sent for the query's value.
    let items: @Sendable (Query) -> [QueryItem]

    /// A parameter whose reading and sending are its own.
    init(
        _ description: ParameterDescription,
        read: @escaping @Sendable (inout Query, String) throws(ParameterFault) -> Void,
        items: @escaping @Sendable (Query) -> [QueryItem] = { _ in [] }
    ) {
        self.description = description
        self.read = read
        self.items = items
    }

    /// A parameter with one value, sent under a name.
    init<Value: QueryValue>(
        _ name: String, _ property: Property<Query, Value?>, sends item: String,
        _ placeholder: String, _ summary: String
    ) {
        self.init(
            ParameterDescription(name, placeholder, summary, known: Value.knownTexts),
            read: { query, text throws(ParameterFault) in
                query[keyPath: property] = try Value.parse(text, for: name)
            },
            items: { query in query[keyPath: property].map { [QueryItem(item, $0.queryText)] } ?? [] })
    }

    /// A parameter with one value, sent under a name; a value is called what its type calls it.
    init<Value: QueryValue>(
        _ name: String, _ property: Property<Query, Value?>, sends item: String, _ summary: String
    ) {
        self.init(name, property, sends: item, Value.placeholder, summary)
    }

    /// A parameter that is on or off, and is sent when it is on.
    init(flag name: String, _ property: Property<Query, Bool>, sends item: String, _ summary: String) {
        self.init(
            ParameterDescription(name, nil, summary),
            read: { query, _ throws(ParameterFault) in query[keyPath: property] = true },
            items: { query in query[keyPath: property] ? [QueryItem(item, "true")] : [] })
    }
}

extension QueryValue {
    /// A value from what somebody wrote for a parameter.
    static func parse(_ text: String, for name: String) throws(ParameterFault) -> Self {
        if let value = Self(queryText: text) { return value }
        let wanted = knownTexts.isEmpty || isOpen ? placeholder : "one of \(knownTexts.joined(separator: ", "))"
        throw ParameterFault(name: name, reason: text.isEmpty ? "is empty" : "must be \(wanted), not \"\(text)\"")
    }
}
