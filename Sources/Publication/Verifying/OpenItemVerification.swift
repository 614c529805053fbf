internal import Formats
internal import Records

/// Holds the open items against the tables: the breaks, and what else is open among the matches, in the tables' order,
/// with the same amounts; and, where open items were carried over, what they come to against the summary (T6).
struct OpenItemVerification {
    let directory: String
    let manifest: Manifest
    let summary: PublishedSummary
    let codes: [String: PublishedCode]

    /// The members that are columns of the breaks too.
    private static let shared: [(OutcomeColumn, OpenItemMember)] = [
        (.leg, .leg), (.code, .code), (.subscription, .subscription), (.sku, .sku), (.customer, .customer),
        (.provider, .provider), (.invoice, .invoice), (.chargedFrom, .chargedFrom), (.currency, .currency),
        (.expectedCurrency, .expectedCurrency),
    ]

    /// The checks, and what the items come to. All files are read side by side.
    func checks() -> (checks: [VerificationCheck], sums: OpenItemSums) {
        var items = VerificationCheck("open items")
        var sums = OpenItemSums(of: summary.period)
        do {
            try compare(&items, &sums)
            items.figures =
                "\(sums.own.rows) open items: the breaks and what is late, in their order, with their amounts"
        } catch let error as SetFault {
            items.note(error)
        } catch {
            items.note(SetFault(file: OpenItemReader.openItems, "cannot be read: \(error)"))
        }
        let before = Month(summary.period)?.previous.description ?? ""
        if summary.rollForward == nil, manifest.openItems(of: before) != nil {
            let place = "inputs, \(Manifest.openItemsName(of: before))"
            items.note(
                SetFault(file: Manifest.fileName, column: place, "was read, and summary.json carries nothing over"))
        }
        return ([items] + (summary.rollForward.map { [sums.check($0, manifest)] } ?? []), sums)
    }

    // MARK: - Items and tables

    /// An open line of a table, and what its item is called.
    private typealias NamedRow = (row: OutcomeRow, name: String)

    /// One of the tables, as far as its lines are open.
    private struct OpenRows: ~Copyable {
        private var reader: OutcomeReader
        private var names: OpenItemNames
        private let codes: [String: PublishedCode]

        init(_ name: String, in directory: String, of period: String, _ codes: [String: PublishedCode]) throws {
            reader = try OutcomeReader(name, in: directory)
            names = OpenItemNames(of: period)
            self.codes = codes
        }

        /// The next line that is open; of the breaks, all are.
        mutating func next() throws -> NamedRow? {
            while let row = try reader.nextRow() {
                if row.isBreak || codes[row.text(.code)]?.isOpen == true { return (row, try names.name(of: row)) }
            }
            return nil
        }
    }

    private struct Tables: ~Copyable {
        var breaks: OpenRows
        var matches: OpenRows
        /// What has ended in the period in which it came up, the next one last.
        var endedBreaks: [OpenItemLine] = []
        var endedMatches: [OpenItemLine] = []

        init(in directory: String, of period: String, _ codes: [String: PublishedCode]) throws {
            let breaks = try OpenRows("breaks.csv.gz", in: directory, of: period, codes)
            let matches = try OpenRows("matches.csv.gz", in: directory, of: period, codes)
            self.breaks = breaks
            self.matches = matches
        }

        /// The next line of either table.
        mutating func next() throws -> NamedRow? {
            if let row = try breaks.next() { return row }
            return try matches.next()
        }
    }

    /// Compares line by line, up to the first that is another: those behind it say nothing more.
    private func compare(_ check: inout VerificationCheck, _ sums: inout OpenItemSums) throws {
        var tables = try Tables(in: directory, of: summary.period, codes)
        try readEnded(&tables, &sums)
        var items = try OpenItemReader(OpenItemReader.openItems, in: directory)
        var isBehindOwn = false
        while let item = try items.nextLine() {
            let isOwn = item.text(.period) == summary.period
            if let fault = isOwn ? isBehindOwn ? order(item) : try fault(of: item, &tables) : carriedFault(of: item) {
                return check.note(fault)
            }
            isBehindOwn = isBehindOwn || !isOwn
            try sums.add(item)
        }
        while let next = try tables.next() {
            guard let ended = next.row.isBreak ? tables.endedBreaks.popLast() : tables.endedMatches.popLast() else {
                return check.note(next.row.fault(nil, "is not among the open items"))
            }
            if let fault = try fault(of: ended, next) { return check.note(fault) }
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
            try sums.add(ended: line)
            if !isOwn, let fault = carriedFault(of: line) { throw fault }
            guard isOwn else { continue }
            if isBreak(line) { tables.endedBreaks.append(line) } else { tables.endedMatches.append(line) }
        }
        tables.endedBreaks.reverse()
        tables.endedMatches.reverse()
    }

    private func isBreak(_ line: OpenItemLine) -> Bool { codes[line.text(.code)]?.isBreak ?? true }

    /// What is wrong with an item of the set's own period: it is the table's next line, but for those that have ended.
    private func fault(of item: OpenItemLine, _ tables: inout Tables) throws -> SetFault? {
        let isBreak = isBreak(item)
        while let next = try isBreak ? tables.breaks.next() : tables.matches.next() {
            let fault = try fault(of: item, next)
            guard fault != nil, let ended = isBreak ? tables.endedBreaks.last : tables.endedMatches.last,
                try self.fault(of: ended, next) == nil
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
        guard codes[item.text(.code)]?.isOpen == true else {
            return item.fault(.code, "is that of nothing open", found: item.text(.code))
        }
        return ["CARRIED", "DISPUTED", "CREDIT_EXPECTED"].contains(item.text(.status))
            ? nil : item.fault(.status, "is not that of an item that was carried over", found: item.text(.status))
    }

    private func fault(of item: OpenItemLine, _ next: NamedRow) throws(SetFault) -> SetFault? {
        let (row, name) = next
        guard ["NEW", "DISPUTED", "CREDIT_EXPECTED"].contains(item.text(.status)), item.text(.carried) == "0" else {
            return item.fault(.status, "is not that of an item of the period", found: item.text(.status))
        }
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
        return item.text(.item) == name ? nil : item.fault(.item, place, expected: name, found: item.text(.item))
    }
}
