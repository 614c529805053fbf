internal import Records

/// What is known of an outcome code.
package struct PublishedCode: Sendable, Hashable {
    /// The code's name, as the tables have it.
    package let name: String
    /// Whether it needs a person, and so stands among the breaks.
    package let isBreak: Bool
    /// Whether it is among the open items: breaks are, and what is only late.
    package let isOpen: Bool

    /// What is known of a code.
    package init(name: String, isBreak: Bool, isOpen: Bool) {
        self.name = name
        self.isBreak = isBreak
        self.isOpen = isOpen
    }
}

/// Looks at single lines of the tables: what each says must agree with itself.
struct LineVerification {
    /// The codes that there are.
    let codes: [String: PublishedCode]
    /// Whether the lines are those of the breaks.
    let ofBreaks: Bool

    /// Finds what is wrong with a line.
    func check(_ line: OutcomeFigures, kind: String, _ check: inout VerificationCheck) {
        checkCode(line, &check)
        do throws(SetFault) {
            try checkDifference(line)
            try checkParts(line)
            try checkModel(line)
            try checkRows(line, kind: kind)
            try checkSentence(line)
        } catch {
            check.note(error)
        }
    }

    private func checkCode(_ line: OutcomeFigures, _ check: inout VerificationCheck) {
        let row = line.source
        guard let code = codes[line.code] else {
            return check.note(row.fault(.code, "is none that this program knows", found: line.code))
        }
        let name = row.text(.outcome)
        if name != code.name {
            check.note(row.fault(.outcome, "is not the name of \(line.code)", expected: code.name, found: name))
        }
        if code.isBreak != ofBreaks {
            let words = code.isBreak ? "is a break, and belongs into breaks.csv.gz" : "is no break"
            check.note(row.fault(.code, words, found: line.code))
        }
        guard line.code == "M0", let net = try? net(line), !net.isZero else { return }
        check.note(row.fault(.code, "says that the amounts agree, and they do not", found: line.code))
    }

    /// Billed less expected; in two currencies there is none, unless a rate makes them one.
    private func checkDifference(_ line: OutcomeFigures) throws(SetFault) {
        let row = line.source
        guard let expected = try net(line) else {
            guard line.difference != nil else { return }
            throw row.fault(.difference, "stands between two currencies", found: row.text(.difference))
        }
        if line.hasTwoCurrencies, line.difference == nil { return }
        guard line.difference != expected else { return }
        throw row.fault(
            .difference, "is not billed less expected", expected: "\(expected)", found: row.text(.difference))
    }

    /// Billed less expected, in the currency that was billed; `nil` between two currencies without a rate.
    private func net(_ line: OutcomeFigures) throws(SetFault) -> ExactDecimal? {
        do throws(ExactDecimal.Overflow) {
            var expected = line.expected ?? .zero
            if line.hasTwoCurrencies {
                guard let rate = try? line.source.decimal(.rate) else { return nil }
                expected = try expected.multiplied(by: rate)
            }
            return try (line.billed ?? .zero).subtracting(expected)
        } catch {
            throw line.source.fault(.difference, "\(error)")
        }
    }

    /// The sentence for people speaks of the line's amounts: it has them with their currencies, or others that are wrong.
    private func checkSentence(_ line: OutcomeFigures) throws(SetFault) {
        let sentence = Array(line.source.bytes(.why))
        let told =
            amounts(in: sentence, line.currency)
            + (line.hasTwoCurrencies ? amounts(in: sentence, line.expectedCurrency) : [])
        guard !told.isEmpty, !told.contains(where: { $0 == line.billed || $0 == line.expected }) else { return }
        let known = [line.billed, line.expected].compactMap { $0?.description }
        throw line.source.fault(
            .why, "speaks of other amounts", expected: known.joined(separator: " and "),
            found: told.map(\.description).joined(separator: " and "))
    }

    /// The numbers in a sentence that stand before a currency: `265.35 EUR`.
    private func amounts(in sentence: [UInt8], _ currency: Currency) -> [ExactDecimal] {
        let (code, blank) = (Array(" \(currency)".utf8), UInt8(ascii: " "))
        var amounts: [ExactDecimal] = []
        for end in sentence.indices where sentence[end] == blank && sentence[end...].starts(with: code) {
            let start = sentence[..<end].lastIndex(of: blank).map { $0 + 1 } ?? 0
            guard let amount = try? ExactDecimal(parsing: sentence.span.extracting(start..<end)) else { continue }
            amounts.append(amount)
        }
        return amounts
    }

    private func checkParts(_ line: OutcomeFigures) throws(SetFault) {
        let row = line.source
        var (sum, count) = (ExactDecimal.zero, 0)
        for column in OutcomeColumn.parts {
            guard let part = try row.decimal(column) else { continue }
            count += 1
            guard let more = try? sum.adding(part) else { throw row.fault(column, "makes a sum that does not fit") }
            sum = more
        }
        guard count > 0, let expected = try net(line), sum != expected else { return }
        let parts = "\(OutcomeColumn.quantityPart.heading) … \(OutcomeColumn.restPart.heading)"
        throw SetFault(
            file: row.file, row: row.row, column: parts, "do not add up to billed less expected",
            expected: "\(expected)", found: "\(sum)")
    }

    private func checkModel(_ line: OutcomeFigures) throws(SetFault) {
        let row = line.source
        guard let amount = try row.decimal(.modelAmount), let residual = try row.decimal(.residual) else { return }
        guard let sum = try? amount.adding(residual), sum == line.billed ?? .zero else {
            throw row.fault(
                .residual, "and the model's amount do not make the billed one",
                expected: row.text(.billedAmount), found: "\(amount) + \(residual)")
        }
    }

    /// A side has an amount and rows, or neither; an invoice without lines may still have tax.
    private func checkRows(_ line: OutcomeFigures, kind: String) throws(SetFault) {
        let row = line.source
        guard (line.billed != nil) != row.isEmpty(.chargeRows) else {
            throw row.fault(.chargeRows, line.billed == nil ? "stand without an amount" : "are missing")
        }
        let mayLack = kind == "header-lines" && line.expected != nil
        guard (line.expected != nil) != row.isEmpty(.entitlementRows) || mayLack else {
            throw row.fault(.entitlementRows, line.expected == nil ? "stand without an amount" : "are missing")
        }
    }
}
