import Reconciliation
import Records

extension RunSummary {
    /// The summary as Markdown, for a CI job's page.
    package var markdown: String {
        var lines = ["# \(Self.escaped(pipeline)) \(period)", "", verdict, "", "As of \(asOf)."]
        if !skipped.isEmpty { lines += ["", "Skipped:", ""] }
        lines += skipped.map { "- \(Self.escaped($0.stage)): \(Self.escaped($0.reason))" }
        for untested in untested {
            lines += ["", "Not tested, \(untested.control.rawValue): \(Self.escaped(untested.reason))."]
        }
        for leg in legs {
            lines += ["", "## \(Self.escaped(leg.name))", ""]
            lines.append("| code | outcome | count | currency | billed | expected | difference |")
            lines.append("|---|---|--:|---|--:|--:|--:|")
            for code in OutcomeCode.allCases { lines += rows(code, of: leg) }
            lines += leg.result.untested.isEmpty ? [] : [""]
            lines += leg.result.untested.map { "Not tested, \($0.rawValue): \($0.reason).  " }
        }
        if let carryOver { lines += markdown(of: carryOver) }
        if let sourceChanges { lines += ["", "## Sources", ""] + sourceChanges.lines.map { "\(Self.escaped($0))  " } }
        return lines.joined(separator: "\n") + "\n"
    }

    private func markdown(of carryOver: CarryOver) -> [String] {
        let rolled = carryOver.items
        var lines = ["", "## \(carryOver.heading)", "", "| | items | currency | amount |", "|---|--:|---|--:|"]
        for (name, totals) in rolled.figures {
            for currency in rolled.currencies {
                let cells = [name, String(totals.count), currency.description, totals[currency].money(in: currency)]
                lines.append("| \(cells.joined(separator: " | ")) |")
            }
        }
        return lines + (carryOver.notes.isEmpty ? [] : [""]) + carryOver.notes.map { "\(Self.escaped($0))  " }
    }

    private func rows(_ code: OutcomeCode, of leg: Leg) -> [String] {
        guard let totals = leg.result.totals[code] else { return [] }
        let currencies = Set(totals.billed.currencies + totals.expected.currencies).sorted()
        return currencies.map { currency in
            let (billed, expected) = (totals.billed[currency], totals.expected[currency])
            let difference = (try? billed.subtracting(expected)) ?? .zero
            let name = code.isBreak ? "**\(code.rawValue)**" : code.rawValue
            let amounts = [billed, expected, difference].map { $0.money(in: currency) }
            let cells = [name, code.meaning(in: leg.result.kind), String(totals.count), currency.description] + amounts
            return "| \(cells.joined(separator: " | ")) |"
        }
    }

    /// Text that Markdown shows as it is.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if "\\`*_{}[]<>#|".contains(character) { result.append("\\") }
            result.append(character)
        }
    }
}
