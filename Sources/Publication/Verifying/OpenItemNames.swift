internal import Records
internal import Streaming

/// Works out anew what open items are called, from the lines of one of the tables, which come in their order.
///
/// A name is the beginning of the SHA-256 of all that tells an outcome from others: leg, month, code, keys, days, and both
/// sides' currency, amount and seats, each text with its length before it. Of several that agree in that, the second has a 2
/// behind it, and so on.
struct OpenItemNames {
    private let period: String
    private var last: (identity: String, count: Int) = ("", 0)
    private static let length = 16

    /// Names of items of a month, or of `all`.
    init(of period: String) {
        self.period = period == "all" ? "" : period
    }

    /// The name of the next open line.
    ///
    /// - Throws: ``SetFault`` when the line has a number or a day that is none.
    mutating func name(of row: OutcomeRow) throws(SetFault) -> String {
        let identity = try identity(of: row)
        last = identity == last.identity ? (identity, last.count + 1) : (identity, 1)
        let text = last.count > 1 ? identity + Self.measured(String(last.count)) : identity
        return String(SHA256.digest(of: Array(text.utf8)).prefix(Self.length))
    }

    private func identity(of row: OutcomeRow) throws(SetFault) -> String {
        let keys: [OutcomeColumn] = [.subscription, .sku, .customer, .product, .partNumber, .provider, .invoice]
        let currency = row.text(.currency)
        let other = row.isEmpty(.expectedCurrency) ? currency : row.text(.expectedCurrency)
        let texts =
            [row.text(.leg), period, row.text(.code)] + keys.map(row.text)
            + [
                try days(of: row), try side(row, currency, .billedAmount, .billedQuantity),
                try side(row, other, .expectedAmount, .expectedQuantity),
            ]
        return texts.map(Self.measured).joined()
    }

    /// The first day charged for, and the one after the last.
    private func days(of row: OutcomeRow) throws(SetFault) -> String {
        guard !row.isEmpty(.chargedFrom) else { return "" }
        guard let until = try? CivilDate(parsing: row.text(.chargedUntil)) else {
            throw row.fault(.chargedUntil, "is no day", found: row.text(.chargedUntil))
        }
        return "\(row.text(.chargedFrom)) \(until.advanced(byDays: 1))"
    }

    private func side(
        _ row: OutcomeRow, _ currency: String, _ amount: OutcomeColumn, _ quantity: OutcomeColumn
    ) throws(SetFault) -> String {
        guard let amount = try row.decimal(amount) else { return "" }
        return "\(currency) \(amount) \(try row.decimal(quantity) ?? .zero)"
    }

    private static func measured(_ text: String) -> String { "\(text.utf8.count):\(text)" }
}
