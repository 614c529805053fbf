internal import Records

/// Holds what the tables come to against what the summary says: totals and identities.
struct TotalVerification {
    let summary: PublishedSummary
    let tallies: [OutcomeTally]
    private static let file = "summary.json"
    /// The kind of a leg that holds the headers of invoices against their lines.
    private static let withHeaders = "header-lines"

    /// Number and sums of each leg and code.
    func totals(_ codes: [String: PublishedCode]) -> VerificationCheck {
        var check = VerificationCheck("totals")
        for tally in tallies {
            let leg = tally.leg
            check.require(tally.breaks, is: leg.breaks, "breaks: the tables have others", in: Self.file, leg.name)
            check.require(tally.billed, is: leg.billed, in: Self.file, "\(leg.name), billed")
            check.require(tally.expected, is: leg.expected, in: Self.file, "\(leg.name), expected")
            let names = Set(leg.outcomes.map(\.code)).union(tally.codes.keys)
            for name in names.sorted() { compare(tally, name, codes[name], &check) }
            compareBuckets(tally, &check)
        }
        check.require(
            tallies.reduce(0) { $0 + $1.breaks }, is: summary.breaks, "breaks: the tables have others", in: Self.file,
            "breaks")
        let sums = tallies.map { "\($0.leg.name): \($0.codes.values.reduce(0) { $0 + $1.count }) outcomes" }
        check.figures = "\(sums.joined(separator: ", ")); numbers and sums of each code and currency are the summary's"
        return check
    }

    private func compare(
        _ tally: OutcomeTally, _ name: String, _ known: PublishedCode?, _ check: inout VerificationCheck
    ) {
        let place = "\(tally.leg.name), \(name)"
        let (found, stated) = (tally.codes[name], tally.leg.outcomes.filter { $0.code == name })
        guard let code = stated.first, stated.count == 1 else {
            let times = stated.isEmpty ? "is missing; the tables have" : "stands there twice; the tables have"
            return check.note(SetFault(file: Self.file, column: place, times, found: "\(found?.count ?? 0) outcomes"))
        }
        if let known, code.name != known.name || code.isBreak != known.isBreak {
            check.note(SetFault(file: Self.file, column: place, "the name, or whether it is a break, is wrong"))
        }
        check.require(found?.count ?? 0, is: code.count, "outcomes: the tables have others", in: Self.file, place)
        check.require(found?.billed ?? .init(), is: code.billed, in: Self.file, place + ", billed")
        check.require(found?.expected ?? .init(), is: code.expected, in: Self.file, place + ", expected")
    }

    /// What was let pass is posted, and never dropped.
    private func compareBuckets(_ tally: OutcomeTally, _ check: inout VerificationCheck) {
        var open = tally.postings
        for bucket in tally.leg.buckets {
            let place = "\(tally.leg.name), bucket \(bucket.name) \(bucket.currency)"
            let currency = Currency(bucket.currency)
            let found = currency.flatMap { open[bucket.name]?.removeValue(forKey: $0) } ?? OutcomeTally.Posting()
            check.require(found.count, is: bucket.count, "outcomes: the tables have others", in: Self.file, place)
            check.require(found.amount, is: bucket.amount, "the tables post another sum", in: Self.file, place)
        }
        for (name, postings) in open.sorted(by: { $0.key < $1.key }) {
            for currency in postings.keys.sorted() {
                let place = "\(tally.leg.name), bucket \(name) \(currency)"
                check.note(SetFault(file: Self.file, column: place, "is missing; the tables post to it"))
            }
        }
    }

    // MARK: - Identities

    /// T2 to T5, recomputed for each leg.
    func identities() -> [VerificationCheck] {
        tallies.map { tally in
            var check = VerificationCheck("T2–T\(tally.leg.kind == Self.withHeaders ? 5 : 4) \(tally.leg.name)")
            do throws(ExactDecimal.Overflow) {
                try compare(try expectedIdentities(tally), tally.leg, &check)
            } catch {
                check.note(SetFault(file: Self.file, column: tally.leg.name, "\(error)"))
            }
            check.figures = figures(tally)
            return check
        }
    }

    private func figures(_ tally: OutcomeTally) -> String {
        let bridges = tally.leg.billed.amounts.keys.union(tally.leg.expected.amounts.keys).map { currency in
            "\(currency) \(tally.billed[currency]) − \(tally.expected[currency]) = "
                + "\(tally.differences[currency] ?? .zero)"
        }
        return "\(tally.billed.rows) and \(tally.expected.rows) rows; \(bridges.joined(separator: "; "))"
    }

    private struct Identity {
        let name: String
        let unit: String
        let source: ExactDecimal
        let outcomes: ExactDecimal
    }

    /// What the identities must say: the sources by the summary, the outcomes by the tables.
    private func expectedIdentities(_ tally: OutcomeTally) throws(ExactDecimal.Overflow) -> [Identity] {
        let leg = tally.leg
        var identities = tie("T2", leg.billed, tally.billed) + tie("T3", leg.expected, tally.expected)
        for currency in leg.billed.amounts.keys.union(leg.expected.amounts.keys) {
            let difference = tally.differences[currency] ?? .zero
            let source = try leg.billed[currency].subtracting(leg.expected[currency])
            identities.append(
                Identity(name: "T4", unit: currency.description, source: source, outcomes: difference))
            guard leg.kind == Self.withHeaders else { continue }
            let explained = try leg.expected[currency].adding(difference)
            identities.append(
                Identity(
                    name: "T5", unit: currency.description, source: leg.billed[currency], outcomes: explained))
        }
        return identities
    }

    private func tie(
        _ name: String, _ source: PublishedSummary.Totals, _ outcomes: PublishedSummary.Totals
    ) -> [Identity] {
        let rows = Identity(
            name: name, unit: "rows", source: ExactDecimal(source.rows), outcomes: ExactDecimal(outcomes.rows))
        return [rows]
            + source.amounts.keys.union(outcomes.amounts.keys).map {
                Identity(name: name, unit: $0.description, source: source[$0], outcomes: outcomes[$0])
            }
    }

    private func compare(
        _ identities: [Identity], _ leg: PublishedSummary.Leg, _ check: inout VerificationCheck
    ) throws(ExactDecimal.Overflow) {
        for identity in identities {
            let place = "\(leg.name), \(identity.name) \(identity.unit)"
            check.require(
                identity.outcomes, is: identity.source, "the outcomes do not come to the source", in: Self.file, place)
            let stated = leg.identities.filter { $0.name == identity.name && $0.unit == identity.unit }
            guard stated.count == 1, let stated = stated.first else {
                check.note(SetFault(file: Self.file, column: place, "does not stand there once"))
                continue
            }
            check.require(stated.source, is: identity.source, "the source is another", in: Self.file, place)
            check.require(stated.outcomes, is: identity.outcomes, "the outcomes are others", in: Self.file, place)
        }
        for stated in leg.identities where !stated.holds || stated.source != stated.outcomes {
            let place = "\(leg.name), \(stated.name) \(stated.unit)"
            check.note(SetFault(file: Self.file, column: place, "does not hold, and nothing may be published then"))
        }
    }
}

extension Dictionary<Currency, ExactDecimal>.Keys {
    /// The currencies of both, by their codes.
    fileprivate func union(_ other: Self) -> [Currency] { Set(self).union(other).sorted() }
}
