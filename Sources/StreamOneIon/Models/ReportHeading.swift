public import Records

/// The heading of a report's column, taken apart: `Seller Cost (SEK)` is the column `Seller Cost` in kronor, and
/// `Seller Cost (Invoiced Currency)` is another column.
public struct ReportHeading: Sendable, Hashable, CustomStringConvertible {
    /// The heading, as it stands in the CSV.
    public let description: String
    /// The column's name: the heading without a currency.
    public let name: String
    /// The currency in brackets at its end; `nil` where there is none.
    public let currency: Currency?
    /// What else stands in brackets at its end, such as `Invoiced Currency`; it belongs to the name.
    public let qualifier: String?

    /// A heading from its text.
    public init(_ heading: String) {
        description = heading
        guard heading.hasSuffix(")"), let open = heading.lastIndex(of: "("), open > heading.startIndex,
            heading[heading.index(before: open)] == " "
        else {
            (name, currency, qualifier) = (heading, nil, nil)
            return
        }
        let inner = String(heading[heading.index(after: open)...].dropLast())
        currency = Currency(inner)
        qualifier = currency == nil ? inner : nil
        name = currency == nil ? heading : String(heading[..<heading.index(before: open)])
    }
}
