internal import Records

/// Goes through both tables of outcomes once: looks at each line, adds the legs up, and marks the rows that are claimed.
struct TableVerification {
    let directory: String
    let codes: [String: PublishedCode]
    private(set) var tallies: [OutcomeTally]
    private let indexOfLeg: [String: Int]
    /// How the lines agree with themselves.
    private(set) var lines = VerificationCheck("lines")
    /// How the lines' rows are those of the sources, each once.
    private(set) var claims = VerificationCheck("rows")
    private var lineCount = 0

    /// - Throws: ``SetFault`` when the summary contradicts itself.
    init(directory: String, codes: [String: PublishedCode], summary: PublishedSummary) throws(SetFault) {
        self.directory = directory
        self.codes = codes
        tallies = try summary.legs.map { (leg) throws(SetFault) in try OutcomeTally(leg, in: summary) }
        indexOfLeg = Dictionary(summary.legs.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
    }

    /// Reads both tables.
    ///
    /// - Throws: ``SetFault`` or `StreamingError` when one cannot be read to its end: then nothing can be said of sums.
    mutating func read() throws {
        for (name, ofBreaks) in [("breaks.csv.gz", true), ("matches.csv.gz", false)] {
            let verification = LineVerification(codes: codes, ofBreaks: ofBreaks)
            var reader = try OutcomeReader(name, in: directory)
            while let row = try reader.nextRow() { try take(row, verification) }
        }
        lines.figures =
            "\(lineCount) outcomes: differences, parts, codes and names agree, each line with itself"
    }

    private mutating func take(_ row: OutcomeRow, _ verification: LineVerification) throws(SetFault) {
        lineCount += 1
        guard let index = indexOfLeg[row.text(.leg)] else {
            return lines.note(row.fault(.leg, "is none of the summary's", found: row.text(.leg)))
        }
        let line: OutcomeFigures
        do throws(SetFault) {
            line = try OutcomeFigures(row)
        } catch {
            return lines.note(error)
        }
        verification.check(line, kind: tallies[index].leg.kind, &lines)
        let billed = tallies[index].billedClaims.claim(row.bytes(.chargeRows))
        let expected = tallies[index].expectedClaims.claim(row.bytes(.entitlementRows))
        claims.note(billed.trouble.map { row.fault(.chargeRows, $0) })
        claims.note(expected.trouble.map { row.fault(.entitlementRows, $0) })
        try tallies[index].add(
            line, isBreak: codes[line.code]?.isBreak ?? false, billedRows: billed.count, expectedRows: expected.count)
    }

    /// Makes sure that every row of the sources was claimed, unless it could not be read.
    mutating func finishClaims(_ summary: PublishedSummary, _ rejects: RejectedRows) {
        var (rows, sides) = (0, 0)
        for tally in tallies {
            for (claims, stage) in [
                (tally.billedClaims, tally.leg.billedSource), (tally.expectedClaims, tally.leg.expectedSource),
            ] {
                guard let source = summary.source(stage) else { continue }
                rows += claims.count
                sides += 1
                finish(claims, of: source, leg: tally.leg.name, rejects)
            }
        }
        claims.figures = "\(rows) rows of \(sides) sides: each claimed by one outcome, none by two, none left out"
    }

    private mutating func finish(
        _ claims: RowClaims, of source: PublishedSummary.Source, leg: String, _ rejects: RejectedRows
    ) {
        let place = "leg \(leg), \(source.stage)"
        self.claims.require(
            claims.count, is: source.accepted, "rows are claimed, and others were accepted", in: "summary.json", place)
        let gaps = claims.gaps()
        for gap in gaps where !rejects.hold(gap.row, of: gap.file, source) {
            let name = "breaks.csv.gz, matches.csv.gz"
            self.claims.note(
                SetFault(file: name, column: place, "no outcome claims row \(gap.row) of \(gap.file)"))
        }
    }
}

extension OutcomeRow {
    fileprivate func fault(_ column: OutcomeColumn, _ trouble: RowClaims.Trouble) -> SetFault {
        switch trouble {
        case .unreadable(let text): fault(column, "names a row that the source cannot have", found: text)
        case .beyond(let file, let row): fault(column, "the source has no such row", found: "\(file):\(row)")
        case .twice(let file, let row):
            fault(column, "the row is claimed by another outcome too", found: "\(file):\(row)")
        }
    }
}
