package import Records
import Streaming

/// Makes open items of a leg's outcomes, which come in their published order.
package struct OpenItemMaker {
    private let leg: String
    private let period: Month?
    /// What the last item was made of, and how many in a row were made of the same.
    private var last: (identity: [UInt8], count: Int) = ([], 0)

    private static let idLength = 16

    /// A maker for a leg of a period.
    package init(leg: String, period: Month?) {
        self.leg = leg
        self.period = period
    }

    /// The item of an outcome.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    package mutating func item(of outcome: Outcome, _ table: KeyTable) throws(ExactDecimal.Overflow) -> OpenItem {
        var amounts: [OpenItem.Amount] = []
        try outcome.forEachDifference { amount, currency in amounts.append(OpenItem.Amount(amount, currency)) }
        let keys = outcome.keys
        return OpenItem(
            id: id(of: outcome, table), leg: leg, period: period, code: outcome.code,
            keys: OpenItem.Keys(
                subscription: table.text(keys.subscription), sku: table.text(keys.sku),
                customer: table.text(keys.customer), provider: table.text(keys.provider),
                invoice: table.text(keys.invoice)),
            chargedFrom: outcome.interval?.start, amounts: amounts,
            isLate: outcome.code == .period && outcome.flags.contains(.earlierDays))
    }

    /// What tells the item from all others. Outcomes that agree in all of it follow each other and are counted, so that
    /// the second of two equal ones is an item of its own.
    private mutating func id(of outcome: Outcome, _ table: KeyTable) -> String {
        let identity = identity(of: outcome, table)
        last = identity == last.identity ? (identity, last.count + 1) : (identity, 1)
        var bytes = identity
        if last.count > 1 { bytes.append(field: String(last.count)) }
        return String(SHA256.digest(of: bytes).prefix(Self.idLength))
    }

    private func identity(of outcome: Outcome, _ table: KeyTable) -> [UInt8] {
        var bytes: [UInt8] = []
        for text in [leg, period?.description ?? "", outcome.code.rawValue] { bytes.append(field: text) }
        let keys = outcome.keys.published
        for place in keys.indices { bytes.append(field: table.text(keys[place])) }
        bytes.append(field: outcome.interval.map { "\($0.start) \($0.end)" } ?? "")
        for side in [outcome.billed, outcome.expected] {
            bytes.append(field: side.map { "\($0.currency) \($0.amount) \($0.quantity)" } ?? "")
        }
        return bytes
    }
}

extension [UInt8] {
    /// Appends a text with its length before it, so that two texts never look like two others.
    fileprivate mutating func append(field text: String) {
        append(contentsOf: "\(text.utf8.count):".utf8)
        append(contentsOf: text.utf8)
    }
}
