internal import Records

/// What the lines of open and ended items come to, to be held against the summary's roll-forward.
struct OpenItemSums {
    /// What came up in the period.
    private(set) var own = PublishedSummary.Totals()
    private var opening = PublishedSummary.Totals()
    private var cleared = PublishedSummary.Totals()
    private var writtenOff = PublishedSummary.Totals()
    private var closing = PublishedSummary.Totals()
    /// What was taken back, by item.
    private var takenBack: [String: OpenItemLine] = [:]
    /// All items so far.
    private var names: Set<String> = []
    private let period: String

    private static let file = "summary.json"

    /// No lines yet.
    ///
    /// - Parameter period: The set's.
    init(of period: String) {
        self.period = period
    }

    /// Adds a line of what is open.
    ///
    /// - Throws: ``SetFault`` where it cannot be added.
    mutating func add(_ line: OpenItemLine) throws {
        try begin(line)
        try closing.add(line)
    }

    /// Adds a line of what has ended.
    ///
    /// - Throws: ``SetFault`` where it does not say how.
    mutating func add(ended line: OpenItemLine) throws {
        try begin(line)
        switch line.text(.ending) {
        case "taken-back":
            takenBack[line.text(.item)] = line
            try cleared.add(line)
        case "cleared": try cleared.add(line)
        case "written-off": try writtenOff.add(line)
        default: throw line.fault(.ending, "is no way for an item to end", found: line.text(.ending))
        }
    }

    private mutating func begin(_ line: OpenItemLine) throws {
        guard names.insert(line.text(.item)).inserted else {
            throw line.fault(.item, "stands there twice", found: line.text(.item))
        }
        if isOwn(line) { try own.add(line) } else { try opening.add(line) }
    }

    private func isOwn(_ line: OpenItemLine) -> Bool { line.text(.period) == period }

    // MARK: - Pairs

    /// The first item that was taken back by none that it takes back in turn: one of the period and one of before, with the
    /// same amount the other way.
    var pairFault: SetFault? {
        for line in takenBack.values.sorted(by: { $0.row < $1.row }) {
            let name = line.text(.takenBackBy)
            guard let other = takenBack[name], other.text(.takenBackBy) == line.text(.item), fit(line, other) else {
                return line.fault(.takenBackBy, "is no item that takes this one back", found: name)
            }
        }
        return nil
    }

    private func fit(_ line: OpenItemLine, _ other: OpenItemLine) -> Bool {
        let shared: [OpenItemMember] = [.leg, .subscription, .sku, .currency]
        guard isOwn(line) != isOwn(other), shared.allSatisfy({ line.text($0) == other.text($0) }),
            !line.text(.subscription).isEmpty,
            [line, other].allSatisfy({ $0.text(.expectedCurrency).isEmpty }),
            let amount = try? line.decimal(.amount), let back = try? other.decimal(.amount), !amount.isZero
        else { return false }
        return (try? amount.adding(back))?.isZero == true
    }

    // MARK: - T6

    /// T6: what was open and what came up, less what has ended, is what is open.
    ///
    /// - Parameter manifest: Has the file with what was open among its inputs, and says how many items that has.
    func check(_ stated: PublishedSummary.RollForward, _ manifest: Manifest) -> VerificationCheck {
        var check = VerificationCheck("T6")
        let from = Month(period)?.previous.description ?? ""
        check.require(stated.from, is: from, "is not the month before", in: Self.file, "roll_forward.from")
        let input = manifest.openItems(of: stated.from)
        check.require(
            input?.rows ?? -1, is: opening.rows, "items: those that were carried or have ended are others",
            in: Manifest.fileName, "inputs, \(Manifest.openItemsName(of: stated.from))")
        let figures = [
            ("opening", opening, stated.opening), ("new", own, stated.new), ("cleared", cleared, stated.cleared),
            ("written_off", writtenOff, stated.writtenOff), ("closing", closing, stated.closing),
        ]
        for (name, found, figure) in figures {
            check.require(found, is: figure, "items", of: "files", in: Self.file, "roll_forward.\(name)")
        }
        do throws(ExactDecimal.Overflow) {
            try compareIdentities(stated, &check)
        } catch {
            check.note(SetFault(file: Self.file, column: "roll_forward", "\(error)"))
        }
        let counts = "\(opening.rows) + \(own.rows) − \(cleared.rows) − \(writtenOff.rows) = \(closing.rows) items"
        check.figures = ([counts] + currencies.map { "\($0) \(closing[$0]) open" }).joined(separator: "; ")
        return check
    }

    private var currencies: [Currency] {
        [opening, own, cleared, writtenOff, closing].reduce(into: Set()) { $0.formUnion($1.amounts.keys) }.sorted()
    }

    private func compareIdentities(
        _ stated: PublishedSummary.RollForward, _ check: inout VerificationCheck
    ) throws(ExactDecimal.Overflow) {
        let count = opening.rows + own.rows - cleared.rows - writtenOff.rows
        var identities = [(unit: "items", source: ExactDecimal(count), outcomes: ExactDecimal(closing.rows))]
        for currency in currencies {
            let before = try opening[currency].adding(own[currency])
            let rest = try before.subtracting(cleared[currency]).subtracting(writtenOff[currency])
            identities.append((currency.description, rest, closing[currency]))
        }
        for (unit, source, outcomes) in identities {
            let place = "roll_forward, T6 \(unit)"
            check.require(outcomes, is: source, "the items do not come to the sum", in: Self.file, place)
            let found = stated.identities.filter { $0.name == "T6" && $0.unit == unit }
            guard found.count == 1, let identity = found.first, identity.holds, identity.source == source,
                identity.outcomes == outcomes
            else {
                check.note(SetFault(file: Self.file, column: place, "does not stand there once, as it is"))
                continue
            }
        }
    }

    // MARK: - The page

    /// The figures as `summary.md` must have them: name, items, currency and amount.
    func pageLines() -> [(name: String, items: Int, currency: Currency, amount: ExactDecimal)] {
        let figures = [
            ("opening", opening), ("new", own), ("cleared", cleared), ("written off", writtenOff), ("closing", closing),
        ]
        return figures.flatMap { name, totals in currencies.map { (name, totals.rows, $0, totals[$0]) } }
    }
}

extension PublishedSummary.Totals {
    /// Adds an item: what is open, less what was expected in another currency.
    fileprivate mutating func add(_ line: OpenItemLine) throws {
        rows += 1
        if let currency = try line.currency(.currency) {
            amounts[currency] = try self[currency].adding(try line.decimal(.amount) ?? .zero)
        }
        if let currency = try line.currency(.expectedCurrency) {
            amounts[currency] = try self[currency].subtracting(try line.decimal(.expectedAmount) ?? .zero)
        }
    }
}

extension Manifest {
    /// What the open items of a month are called among the inputs of the next.
    package static func openItemsName(of month: String) -> String { "\(month)/\(OpenItemReader.openItems)" }

    /// The open items of a month among the inputs; `nil` where they are none.
    func openItems(of month: String) -> ManifestEntry? {
        inputs.first { $0.name == Self.openItemsName(of: month) }
    }
}
