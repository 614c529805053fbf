import Publication
import Reconciliation
import Records

/// Makes open items of the lines of an earlier set.
struct OpenItemBinding {
    /// The item of a line.
    ///
    /// - Throws: `SetFault` that names what is missing or of the wrong kind.
    static func item(_ line: OpenItemLine) throws(SetFault) -> OpenItem {
        let codeText = line.text(.code)
        guard let code = OutcomeCode(rawValue: codeText), code.isOpen else {
            throw line.fault(.code, "is no code of something open", found: codeText)
        }
        guard let times = Int(line.text(.carried)), times >= 0 else {
            throw line.fault(.carried, "is no whole number", found: line.text(.carried))
        }
        return OpenItem(
            id: try required(.item, line), leg: try required(.leg, line), period: try period(line), code: code,
            keys: OpenItem.Keys(
                subscription: line.text(.subscription), sku: line.text(.sku), customer: line.text(.customer),
                provider: line.text(.provider), invoice: line.text(.invoice)),
            chargedFrom: try date(line), amounts: try amounts(line), timesCarried: times)
    }

    private static func required(_ member: OpenItemMember, _ line: OpenItemLine) throws(SetFault) -> String {
        let text = line.text(member)
        guard !text.isEmpty else { throw line.fault(member, "is missing") }
        return text
    }

    private static func period(_ line: OpenItemLine) throws(SetFault) -> Month {
        guard let month = Month(line.text(.period)) else {
            throw line.fault(.period, "is no month", found: line.text(.period))
        }
        return month
    }

    private static func date(_ line: OpenItemLine) throws(SetFault) -> CivilDate? {
        let text = line.text(.chargedFrom)
        guard !text.isEmpty else { return nil }
        guard let date = try? CivilDate(parsing: text) else {
            throw line.fault(.chargedFrom, "is no day", found: text)
        }
        return date
    }

    private static func amounts(_ line: OpenItemLine) throws(SetFault) -> [OpenItem.Amount] {
        guard let currency = try line.currency(.currency), let amount = try line.decimal(.amount) else {
            throw line.fault(.amount, "needs a currency and a number")
        }
        let open = OpenItem.Amount(amount, currency)
        guard let other = try line.currency(.expectedCurrency) else { return [open] }
        guard let expected = try line.decimal(.expectedAmount), let due = try? ExactDecimal.zero.subtracting(expected)
        else { throw line.fault(.expectedAmount, "is no number", found: line.text(.expectedAmount)) }
        return [open, OpenItem.Amount(due, other)]
    }
}
