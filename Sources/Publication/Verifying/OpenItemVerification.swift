internal import Formats
internal import Records

/// Holds the open items against the tables: the breaks, and what else is open among the matches, in the tables' order,
/// with the same amounts; and, where open items were carried over, what they come to against the summary (T6).
struct OpenItemVerification {
    let directory: String
    let summary: PublishedSummary
    let codes: [String: PublishedCode]

    /// The members that are columns of the breaks too.
    private static let shared: [(OutcomeColumn, OpenItemMember)] = [
        (.leg, .leg), (.code, .code), (.subscription, .subscription), (.sku, .sku), (.customer, .customer),
        (.provider, .provider), (.invoice, .invoice), (.chargedFrom, .chargedFrom), (.currency, .currency),
        (.expectedCurrency, .expectedCurrency),
    ]

    /// The checks. All files are read side by side.
    func checks() -> [VerificationCheck] {
        var items = VerificationCheck("open items")
        var sums = OpenItemSums()
        do {
            try compare(&items, &sums)
            items.figures =
                "\(sums.own.rows) open items: the breaks and what is late, in their order, with their amounts"
        } catch let error as SetFault {
            items.note(error)
        } catch {
            items.note(SetFault(file: OpenItemReader.openItems, "cannot be read: \(error)"))
        }
        return [items] + (summary.rollForward.map { [sums.check($0, before: summary.period)] } ?? [])
    }

    // MARK: - Items and tables

    private struct Tables: ~Copyable {
        var breaks: OutcomeReader
        var matches: OutcomeReader
        /// What has ended in the period in which it came up, the next one last.
        var endedBreaks: [OpenItemLine] = []
        var endedMatches: [OpenItemLine] = []

        init(in directory: String) throws {
            let breaks = try OutcomeReader("breaks.csv.gz", in: directory)
            let matches = try OutcomeReader("matches.csv.gz", in: directory)
            self.breaks = breaks
            self.matches = matches
        }
    }

    /// Compares line by line, up to the first that is another: those behind it say nothing more.
    private func compare(_ check: inout VerificationCheck, _ sums: inout OpenItemSums) throws {
        var tables = try Tables(in: directory)
        try readEnded(&tables, &sums)
        var items = try OpenItemReader(OpenItemReader.openItems, in: directory)
        var isBehindOwn = false
        while let item = try items.nextLine() {
            let isOwn = item.text(.period) == summary.period
            if let fault = isOwn ? isBehindOwn ? order(item) : try fault(of: item, &tables) : carriedFault(of: item) {
                return check.note(fault)
            }
            isBehindOwn = isBehindOwn || !isOwn
            try sums.add(item, isOwn: isOwn)
        }
        while let row = try nextOpen(of: &tables) {
            guard let ended = row.isBreak ? tables.endedBreaks.popLast() : tables.endedMatches.popLast() else {
                return check.note(row.fault(nil, "is not among the open items"))
            }
            if let fault = try fault(of: ended, row) { return check.note(fault) }
        }
        for ended in (tables.endedBreaks + tables.endedMatches).suffix(1) {
            check.note(ended.fault(.item, "is no open outcome of the tables"))
        }
        check.note(sums.pairFault)
    }

    /// Reads what was open and is no more.
    private func readEnded(_ tables: inout Tables, _ sums: inout OpenItemSums) throws {
        guard summary.rollForward != nil else { return }
        var ended = try OpenItemReader(OpenItemReader.clearedItems, in: directory)
        while let line = try ended.nextLine() {
            let isOwn = line.text(.period) == summary.period
            try sums.add(ended: line, isOwn: isOwn)
            if !isOwn, let fault = carriedFault(of: line) { throw fault }
            guard isOwn else { continue }
            if isBreak(line) { tables.endedBreaks.append(line) } else { tables.endedMatches.append(line) }
        }
        tables.endedBreaks.reverse()
        tables.endedMatches.reverse()
    }

    private func isBreak(_ line: OpenItemLine) -> Bool { codes[line.text(.code)]?.isBreak ?? true }

    /// The next line of either table that is open.
    private func nextOpen(of tables: inout Tables) throws -> OutcomeRow? {
        if let row = try nextOpen(&tables.breaks) { return row }
        return try nextOpen(&tables.matches)
    }

    /// The next line of a table that is open; of the breaks, all are.
    private func nextOpen(_ table: inout OutcomeReader) throws -> OutcomeRow? {
        while let row = try table.nextRow() {
            if row.isBreak || codes[row.text(.code)]?.isOpen == true { return row }
        }
        return nil
    }

    /// What is wrong with an item of the set's own period: it is the table's next line, but for those that have ended.
    private func fault(of item: OpenItemLine, _ tables: inout Tables) throws -> SetFault? {
        let isBreak = isBreak(item)
        while let row = try isBreak ? nextOpen(&tables.breaks) : nextOpen(&tables.matches) {
            let fault = try fault(of: item, row)
            guard fault != nil, let ended = isBreak ? tables.endedBreaks.last : tables.endedMatches.last,
                try self.fault(of: ended, row) == nil
            else { return fault }
            if isBreak { tables.endedBreaks.removeLast() } else { tables.endedMatches.removeLast() }
        }
        return item.fault(.item, "is no open outcome of \(isBreak ? "breaks.csv.gz" : "matches.csv.gz")")
    }

    private func order(_ item: OpenItemLine) -> SetFault {
        item.fault(.period, "stands behind what was carried over", found: item.text(.period))
    }

    /// What is wrong with an item of an earlier period.
    private func carriedFault(of item: OpenItemLine) -> SetFault? {
        guard summary.rollForward != nil else {
            return item.fault(.period, "is not the set's", expected: summary.period, found: item.text(.period))
        }
        guard let month = Month(item.text(.period)), let own = Month(summary.period), month < own else {
            return item.fault(.period, "is not before the set's", found: item.text(.period))
        }
        guard let times = Int(item.text(.carried)), times > 0 else {
            return item.fault(.carried, "is no number of months", found: item.text(.carried))
        }
        return item.text(.status) == "NEW" ? item.fault(.status, "is that of an item of the period") : nil
    }

    private func fault(of item: OpenItemLine, _ row: OutcomeRow) throws(SetFault) -> SetFault? {
        let place = "is not that of \(row.file), row \(row.row)"
        for (column, member) in Self.shared where row.text(column) != item.text(member) {
            return item.fault(member, place, expected: row.text(column), found: item.text(member))
        }
        var amount = try row.decimal(.difference)
        if amount == nil { amount = try row.decimal(.billedAmount) ?? .zero }
        // What was expected in another currency stands beside the amount, where there is one.
        let expected = row.isEmpty(.expectedCurrency) ? nil : try row.decimal(.expectedAmount)
        for (member, value) in [(OpenItemMember.amount, amount), (.expectedAmount, expected)] {
            guard try item.decimal(member) != value else { continue }
            return item.fault(
                member, place, expected: value.map(\.description) ?? "none", found: item.text(member))
        }
        return nil
    }
}
