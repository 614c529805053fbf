internal import Formats

/// A report that is defined in the portal: what it is called and which columns it can have.
public struct IonReport: Sendable {
    /// A column that the report can have.
    public struct Column: Sendable, Hashable {
        /// The column's number.
        public let id: String
        /// The heading that it has in the portal and, without a currency, in the CSV.
        public let displayName: String
    }

    /// The report's number.
    public let id: String
    /// The report's name in the portal.
    public let displayName: String
    /// Which part of the portal it belongs to.
    public let module: String
    /// What kind of report it is.
    public let category: String
    /// The columns to choose from.
    public let columns: [Column]
    /// All that the service says of it.
    public let definition: ReportDefinition
    /// The columns as the service described them; they are sent back as they came.
    let columnValues: [JSONValue]
}

extension IonReport {
    /// A report from the service's answer.
    ///
    /// - Throws: Code ``IonError/Code/unexpectedAnswer`` when it lacks what every report has.
    init(_ value: JSONValue, as what: String) throws(IonError) {
        definition = try ReportDefinition(ion: value, as: what)
        guard let name = definition.displayName else {
            throw IonError(.unexpectedAnswer, "\(what): the answer has no reportId or displayName")
        }
        id = definition.reportId.rawValue
        displayName = name
        module = value["reportModule"]?.string ?? "REPORTS_MODULE_UNSPECIFIED"
        category = value["category"]?.string ?? "REPORT_CATEGORY_UNSPECIFIED"
        columnValues = value["specs"]?["allColumns"]?.array ?? []
        columns = columnValues.map {
            Column(id: $0["id"]?.string ?? "", displayName: $0["displayName"]?.string ?? "")
        }
    }

    /// The descriptions of the columns with these names, in this order.
    ///
    /// - Throws: Code ``IonError/Code/unknownColumn`` when the report has no such column.
    func columnValues(named names: [String]) throws(IonError) -> [JSONValue] {
        var chosen: [JSONValue] = []
        for name in names {
            // In the CSV a heading may carry a currency that the column's name has not.
            let index =
                columns.firstIndex { $0.displayName == name }
                ?? columns.firstIndex { $0.displayName == ReportHeading(name).name }
            guard let index else {
                let known = columns.map { "\"\($0.displayName)\"" }.joined(separator: ", ")
                throw IonError(.unknownColumn, "report \(id) has no column \"\(name)\"; it has \(known)")
            }
            chosen.append(columnValues[index])
        }
        return chosen
    }
}
