import Reconciliation
import Records

extension RunSummary {
    /// The summary for a person at a terminal.
    package var text: String {
        var lines = ["\(pipeline) \(period), as of \(asOf)"]
        if !sources.isEmpty || !skipped.isEmpty { lines.append("") }
        for source in sources {
            let rejected = source.rejected == 0 ? "" : ", \(grouped(source.rejected)) of them not readable"
            lines.append("  \(source.stage): \(grouped(source.records)) records\(rejected)")
        }
        lines += skipped.map { "  \($0.stage): skipped: \($0.reason)" }
        for leg in legs {
            lines += ["", heading(of: leg)] + table(of: leg).lines(indentedBy: 2)
            lines += leg.result.untested.map { "  not tested, \($0.rawValue): \($0.reason)" }
        }
        if let carryOver {
            lines += ["", carryOver.heading] + carryOver.items.table.lines(indentedBy: 2)
            lines += carryOver.notes.map { "  \($0)" }
        }
        if let sourceChanges { lines += [""] + sourceChanges.lines }
        if !untested.isEmpty { lines.append("") }
        lines += untested.map { "not tested, \($0.control.rawValue): \($0.reason)" }
        lines += ["", verdict]
        return lines.joined(separator: "\n")
    }

    /// One sentence on how it ended.
    package var verdict: String {
        let rejected = sources.reduce(0) { $0 + $1.rejected }
        let exception = rejected == 1 ? "1 row" : "\(grouped(rejected)) rows"
        var judged = rejected == 0 ? judgement : "\(judgement) Not judged: \(exception) that could not be read."
        let passedOver = gates.filter(\.holds).flatMap(\.skipped)
        if tiesOut, !passedOver.isEmpty {
            judged += " Not looked at, as the gates allow: \(passedOver.prefix(5).joined(separator: ", "))"
            judged += passedOver.count > 5 ? " and \(passedOver.count - 5) more." : "."
        }
        guard isProvisional, let settlesOn else { return judged }
        return "\(judged) Provisional: the bill is taken for final from \(settlesOn) on; run again then."
    }

    private var judgement: String {
        guard tiesOut else {
            let failures = (gates.compactMap(\.failure) + [sourceChanges?.failure].compactMap(\.self))
                .joined(separator: "; ")
            // Where nothing was reconciled, or nothing is wrong with what was, the reason is not how many breaks there are.
            return breakCount == 0 || gates.allSatisfy(\.holds)
                ? "The books do not tie out: \(failures)."
                : "The books do not tie out: \(grouped(breakCount)) breaks (\(failures))."
        }
        if legs.isEmpty { return "Nothing was reconciled." }
        return breakCount == 0 ? "The books tie out." : "The books tie out, with \(grouped(breakCount)) breaks allowed."
    }

    private func heading(of leg: Leg) -> String {
        let (billed, expected) = (grouped(leg.result.charged.count), grouped(leg.result.entitled.count))
        return switch leg.result.kind {
        case .entitlements: "\(leg.name): \(billed) charges against \(expected) entitlements"
        case .headerAndLines: "\(leg.name): \(billed) invoices against their \(expected) lines"
        case .linesAndCharges: "\(leg.name): \(billed) invoice lines against \(expected) charges"
        case .agreements: "\(leg.name): \(billed) subscriptions against \(expected) agreements"
        }
    }

    /// What each code came to, a line a currency; breaks come last, under a line of their own.
    private func table(of leg: Leg) -> TextTable {
        var table = TextTable(
            headings: ["code", "", "count", "", "billed", "expected", "difference"],
            rightAligned: [2, 4, 5, 6])
        let codes = OutcomeCode.allCases.filter { leg.result.totals[$0] != nil }
        for isBreak in [false, true] {
            for code in codes where code.isBreak == isBreak { append(code, of: leg, to: &table) }
            if !isBreak { table.rule() }
        }
        return table
    }

    private func append(_ code: OutcomeCode, of leg: Leg, to table: inout TextTable) {
        guard let totals = leg.result.totals[code] else { return }
        let currencies = Set(totals.billed.currencies + totals.expected.currencies).sorted()
        for (index, currency) in currencies.enumerated() {
            let (billed, expected) = (totals.billed[currency], totals.expected[currency])
            let difference = (try? billed.subtracting(expected)) ?? .zero
            table.row(
                (index == 0 ? [code.rawValue, code.name, grouped(totals.count)] : ["", "", ""])
                    + [
                        currency.description, billed.grouped(in: currency), expected.grouped(in: currency),
                        difference.grouped(in: currency),
                    ])
        }
    }
}

/// A whole number with commas between thousands.
func grouped(_ number: Int) -> String {
    grouped(digits: String(number))
}

func grouped(digits text: String) -> String {
    let (sign, digits) = text.hasPrefix("-") ? ("-", Array(text.dropFirst())) : ("", Array(text))
    var result = ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
        result.append(digit)
    }
    return sign + result
}

extension ExactDecimal {
    /// The amount for reading: rounded half up to the currency's minor unit, with commas between thousands.
    func grouped(in currency: Currency) -> String {
        let digits = currency.minorUnitDigits
        let text = ((try? roundedHalfUp(toDigits: digits)) ?? self).text(minimumFractionDigits: digits)
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return ([Reports.grouped(digits: String(parts[0]))] + parts.dropFirst().map(String.init)).joined(separator: ".")
    }
}
