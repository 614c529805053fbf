import Formats

/// Two months of charges, one after the other, whose open items are carried over.
///
/// September leaves five items open: S1 has a seat too many, S2 costs too much, nobody knows S9, and S5 and S6 were bought
/// too late to be billed. October credits the seat, bills S5 and S6 late, and S2 costs too much again.
extension Workplace {
    private static let pipeline = """
        version: 1
        name: books
        params: { period: { type: month, default: 2026-10 } }
        stages:
          report: { read: "${params.period}.csv" }
          list: { read: held.csv }
          decided: { read: decisions.csv }
          charges:
            parse: report
            columns:
              { subscription: id, sku: sku, charge_type: type, start: start, last_day: last_day, quantity: seats,
                amount: amount, currency: currency }
          held:
            parse: list
            columns:
              { subscription: id, sku: sku, quantity: seats, price: price, currency: currency, start: start, cycle: cycle }
          decisions: { parse: decided, columns: { item: item, decision: decision, note: note } }
          carried: { carry: last-month, decisions: decisions }
          tie_out:
            reconcile: { charges: charges, entitlements: held }
            period: ${params.period}
            cutoff_days: 2
            settlement_days: 5
            match: [[subscription, sku], [subscription]]
        gates: [{ no_more_than: 9, of: [tie_out.breaks] }]

        """

    /// The directory of October's set.
    static let october = "out/books/2026-10"
    /// The directory of September's set.
    static let september = "out/books/2026-09"

    /// Writes the months and a pipeline over them, whose text may be changed.
    func writeTwoMonths(_ change: (String) -> String = { $0 }) throws {
        try write("books.yaml", change(Self.pipeline))
        let heading = "id,sku,type,start,last_day,seats,amount,currency\n"
        try write(
            "2026-09.csv",
            heading + """
                S1,K,renew,2026-09-01,2026-09-30,4,40.00,EUR
                S2,K,renew,2026-09-01,2026-09-30,1,12.00,EUR
                S9,K,renew,2026-09-01,2026-09-30,1,5.00,EUR

                """)
        try write(
            "2026-10.csv",
            heading + """
                S1,K,renew,2026-10-01,2026-10-31,3,30.00,EUR
                S1,K,customerCredit,2026-09-01,2026-09-30,-1,-10.00,EUR
                S2,K,renew,2026-10-01,2026-10-31,1,12.00,EUR
                S5,K,new,2026-09-29,2027-09-28,2,14.00,EUR
                S6,K,new,2026-09-29,2026-10-28,2,14.00,EUR
                S6,K,cycleCharge,2026-10-29,2026-11-28,2,14.00,EUR

                """)
        try write(
            "held.csv",
            """
            id,sku,seats,price,currency,start,cycle
            S1,K,3,10.00,EUR,2026-01-01,monthly
            S2,K,1,10.00,EUR,2026-01-01,monthly
            S5,K,2,7.00,EUR,2026-09-29,annual
            S6,K,2,7.00,EUR,2026-09-29,monthly

            """)
        try writeDecisions([])
    }

    /// Writes what was decided about open items, a row each.
    func writeDecisions(_ rows: [String]) throws {
        try write("decisions.csv", "item,decision,note\n" + rows.map { $0 + "\n" }.joined())
    }

    /// Closes a month.
    func close(_ month: String, asOf day: String = "2026-12-01", _ words: String...) async throws -> Ending {
        try await run(["run", "books.yaml", "--param", "period=\(month)", "--as-of", day] + words)
    }

    /// Items of a set, each in a few words: `S2 V3 2 NEW`; what ended it stands behind.
    func items(_ name: String, of set: String = Workplace.october) throws -> [String] {
        try lines(name, of: set).map { line in
            let words = ["subscription", "code", "amount", "status", "ending"].compactMap { line[$0]?.string }
            return words.joined(separator: " ")
        }
    }

    /// The name of the first item of a subscription in a set.
    func item(_ subscription: String, of set: String) throws -> String {
        let line = try lines("open-items.jsonl.gz", of: set).first { $0["subscription"]?.string == subscription }
        return line?["item"]?.string ?? ""
    }

    private func lines(_ name: String, of set: String) throws -> [JSONValue] {
        try String(decoding: expanded("\(set)/\(name)"), as: UTF8.self).split(separator: "\n").map {
            try JSONValue(parsing: Array($0.utf8))
        }
    }
}
