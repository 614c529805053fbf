internal import Records

/// Holds the figures of `summary.md`, which is what people read, against the tables.
struct SummaryPageVerification {
    let text: String
    let summary: PublishedSummary
    let tallies: [OutcomeTally]
    /// What the open items come to, where some were carried over.
    let items: OpenItemSums?

    private static let file = "summary.md"
    private static let heading = "| code | outcome | count | currency | billed | expected | difference |"

    /// A line of a leg's table.
    fileprivate struct Line: Hashable, CustomStringConvertible {
        let leg: Int
        let code: String
        let count: String
        let currency: String
        let amounts: [ExactDecimal?]

        var description: String {
            ([code, count, currency] + amounts.map { $0?.description ?? "?" }).joined(separator: " | ")
        }
    }

    /// The check.
    func check() -> VerificationCheck {
        var check = VerificationCheck("summary.md")
        let (found, expected) = (foundLines(), expectedLines())
        for (number, line) in found where !expected.contains(line) {
            check.note(
                SetFault(file: Self.file, column: "line \(number)", "is not what the tables say", found: "\(line)"))
        }
        let lines = Set(found.map(\.line))
        for line in expected where !lines.contains(line) {
            check.note(
                SetFault(
                    file: Self.file, column: tallies[line.leg].leg.name, "a line is missing", expected: "\(line)"))
        }
        checkItems(&check)
        checkChanges(&check)
        checkVerdict(&check)
        check.figures = "\(found.count) lines of figures, and the verdict, are those of the tables"
        return check
    }

    private func foundLines() -> [(number: Int, line: Line)] {
        var lines: [(Int, Line)] = []
        var (leg, isTable) = (-1, false)
        for (index, text) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if text == Self.heading {
                leg += 1
                isTable = true
            } else if !text.hasPrefix("|") {
                isTable = false
            } else if isTable, !text.hasPrefix("|---") {
                lines.append((index + 1, Line(text, leg: leg)))
            }
        }
        return lines
    }

    private func expectedLines() -> Set<Line> {
        var lines: Set<Line> = []
        for (index, tally) in tallies.enumerated() {
            for (name, code) in tally.codes {
                for currency in Set(code.billed.amounts.keys).union(code.expected.amounts.keys) {
                    let (billed, expected) = (code.billed[currency], code.expected[currency])
                    lines.insert(
                        Line(
                            leg: index, code: name, count: String(code.count), currency: currency.description,
                            amounts: [billed, expected, try? billed.subtracting(expected)]))
                }
            }
        }
        return lines
    }

    /// The table of what was carried over has the figures of the items.
    private func checkItems(_ check: inout VerificationCheck) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let start = lines.firstIndex { $0 == "| | items | currency | amount |" }
        let found = start.map { lines[($0 + 2)...].prefix { $0.hasPrefix("|") } } ?? []
        let expected = (items?.pageLines() ?? []).map { line in
            let amount = line.amount.text(minimumFractionDigits: line.currency.minorUnitDigits)
            return "| \(line.name) | \(line.items) | \(line.currency) | \(amount) |"
        }
        guard !found.elementsEqual(expected, by: ==) || (start != nil) != (items != nil) else { return }
        check.note(
            SetFault(
                file: Self.file, column: "open items", "is not what the items come to",
                expected: expected.joined(separator: " "), found: found.joined(separator: " ")))
    }

    /// What is said of the sources is what the summary says.
    private func checkChanges(_ check: inout VerificationCheck) {
        let stated = summary.sourceChanges.map { "\($0.unchanged) inputs unchanged, \($0.changes.count) changed" }
        let line = text.split(separator: "\n").first { $0.hasPrefix("D5, against the set") }
        let figures = line?.filter { $0 != "," }.hasSuffix((stated ?? "").filter { $0 != "," } + "  ")
        guard (figures ?? false) != (stated != nil) else { return }
        check.note(
            SetFault(
                file: Self.file, column: "sources", "is not what the summary says", expected: stated ?? "nothing",
                found: line.map { String($0) } ?? "nothing"))
    }

    /// That the books tie out is never said where they do not.
    private func checkVerdict(_ check: inout VerificationCheck) {
        let verdicts = ["The books tie out", "The books do not tie out", "Nothing was reconciled"]
        let expected = !summary.tiesOut ? verdicts[1] : summary.legs.isEmpty ? verdicts[2] : verdicts[0]
        let found = verdicts.filter { verdict in text.split(separator: "\n").contains { $0.hasPrefix(verdict) } }
        let isProvisional = text.split(separator: "\n").contains { $0.contains(" Provisional: ") }
        check.require(
            isProvisional, is: summary.isProvisional, "is not what the summary says", in: Self.file, "provisional")
        check.require(
            found.joined(separator: " and "), is: expected, "is not what the gates say", in: Self.file, "verdict")
    }
}

extension SummaryPageVerification.Line {
    fileprivate init(_ text: Substring, leg: Int) {
        let cells = text.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast().map(
            \.trimmingBlanks)
        // The code's meaning may have anything in it, so the figures are counted from the end.
        let figures = cells.suffix(5)
        let amounts = figures.suffix(3).map { try? ExactDecimal(parsing: $0) }
        self.init(
            leg: leg, code: (cells.first ?? "").filter { $0 != "*" }, count: figures.first ?? "",
            currency: figures.dropFirst().first ?? "", amounts: amounts)
    }
}
