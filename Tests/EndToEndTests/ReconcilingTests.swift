import Foundation
import Testing

@Suite("What a reconcile stage is told beside its two sides")
struct ReconcilingTests {
    private static let pipeline = """
        version: 1
        name: small
        params: { period: { type: month, default: 2026-10 } }
        stages:
          report: { read: report.csv }
          before: { read: before.csv }
          names: { read: names.csv }
          list: { read: list.csv }
          charges:
            parse: report
            columns:
              subscription: id
              customer: customer
              charge_type: type
              reference: order
              start: from
              end: until
              quantity: seats
              amount: amount
              currency: currency
              rate: { column: rate, optional: true }
          earlier:
            parse: before
            columns:
              subscription: id
              customer: customer
              charge_type: type
              reference: order
              start: from
              end: until
              quantity: seats
              amount: amount
              currency: currency
              rate: { column: rate, optional: true }
          aliases: { parse: names, columns: { alias: alias, stands_for: stands_for } }
          held:
            parse: list
            columns: { subscription: id, customer: customer, quantity: seats, price: price, currency: currency, start: start }
          tie_out:
            reconcile: { charges: charges, entitlements: held, earlier: earlier }
            period: ${params.period}
            match: [[subscription], [customer]]
            aliases: { customer: aliases }
            rates: { EUR/SEK: "11.25" }
            cutoff_days: 2
            compare: { amount: { absolute: "0.50", max_total: "0.60" }, codes: { V1: { absolute: "10" } } }

        """

    private static let heading = "id,customer,type,order,from,until,seats,amount,currency,rate\n"

    private static func write(
        _ rows: String, earlier: String = "", names: String = "acme,C1\n", held: String, in place: Workplace
    ) throws {
        try place.write("small.yaml", pipeline)
        try place.write("report.csv", heading + rows)
        try place.write("before.csv", heading + earlier)
        try place.write("names.csv", "alias,stands_for\n" + names)
        try place.write("list.csv", "id,customer,seats,price,currency,start\n" + held)
    }

    private static func codes(in place: Workplace) throws -> [String] {
        let rows = try ["matches", "breaks"].flatMap { try place.rows(of: "out/small/2026-10/\($0).csv.gz") }
        return rows.map { row in
            [row["code"], row["charge_rows"], row["rate"], row["bucket"], row["flags"]].map { $0 ?? "" }
                .joined(separator: "|")
        }.sorted()
    }

    @Test("earlier charges, aliases, rates, a late beginning, and tolerances in their buckets")
    func everything() async throws {
        try await withWorkplace { place in
            try Self.write(
                """
                S1,C1,renew,O1,2026-10-05,2026-11-05,1,10,EUR,
                ,acme,renew,O2,2026-10-05,2026-11-05,1,20,EUR,
                S3,C3,renew,O3,2026-10-05,2026-11-05,1,112.5,SEK,
                S4,C4,renew,O4,2026-10-05,2026-11-05,1,10.80,USD,1.08
                S5,C5,renew,O5,2026-10-05,2026-11-05,1,10.40,EUR,
                S6,C6,renew,O6,2026-10-05,2026-11-05,2,20,EUR,
                S1,C1,renew,O0,2026-10-05,2026-11-05,1,10,EUR,
                S9,who,renew,O9,2026-10-05,2026-11-05,1,10,EUR,

                """, earlier: "S1,C1,renew,O0,2026-10-05,2026-11-05,1,10,EUR,\n",
                held: """
                    S1,C1,1,10,EUR,2026-01-05
                    S2,C1,1,20,EUR,2026-01-05
                    S3,C3,1,10,EUR,2026-01-05
                    S4,C4,1,10,EUR,2026-01-05
                    S5,C5,1,10,EUR,2026-01-05
                    S6,C6,1,10,EUR,2026-01-05
                    S7,C7,1,10,EUR,2026-10-30

                    """, in: place)
            #expect(try await place.run("run", "small.yaml", "--as-of", "2026-11-23").code == 3)
            #expect(try await place.run("verify", "out/small/2026-10").code == 0)
            #expect(
                try Self.codes(in: place) == [
                    "B11|report.csv:8|||", "B5|report.csv:7|||", "M0|report.csv:1|||", "M0|report.csv:2|||aliased",
                    "M0|report.csv:3|11.25||", "M0|report.csv:4|1.08||", "M4|report.csv:5||amount|",
                    "M4|report.csv:6||code:V1|", "S3||||",
                ])
            let summary = try place.text(of: "out/small/2026-10/summary.json")
            #expect(summary.contains(#""control": "price-history""#) && !summary.contains(#""control": "B5""#))
            // What is too late to be billed is carried, though it is no break.
            let open = try place.expanded("out/small/2026-10/open-items.jsonl.gz")
            #expect(String(decoding: open, as: UTF8.self).contains(#""code":"S3""#))
        }
    }

    @Test(
        "until the bill is settled a run is provisional, whether the books tie out or not",
        arguments: [
            ("2026-10-31", 0, 5), ("2026-11-01", 0, 0), ("2026-11-06", 5, 5), ("2026-11-07", 5, 0),
        ] as [(String, Int, Int32)]
    )
    func settlement(_ day: String, _ days: Int, _ code: Int32) async throws {
        try await withWorkplace { place in
            let row = "S1,C1,renew,O1,2026-10-05,2026-11-05,1,10,EUR,\n"
            try Self.write(row, held: "S1,C1,1,10,EUR,2026-01-05\n", in: place)
            let text = try place.text(of: "small.yaml").replacing("cutoff_days: 2", with: "settlement_days: \(days)")
            try place.write("small.yaml", text)
            let ending = try await place.run("run", "small.yaml", "--as-of", day)
            #expect(ending.code == code)
            #expect(ending.output.contains("Provisional: the bill is taken for final from") == (code == 5))
        }
    }

    @Test("what is tolerated in all is bounded: then none of it passes")
    func maximumTotal() async throws {
        try await withWorkplace { place in
            try Self.write(
                """
                S1,C1,renew,O1,2026-10-05,2026-11-05,1,10.40,EUR,
                S2,C2,renew,O2,2026-10-05,2026-11-05,1,9.60,EUR,

                """, held: "S1,C1,1,10,EUR,2026-01-05\nS2,C2,1,10,EUR,2026-01-05\n", in: place)
            #expect(try await place.run("run", "small.yaml", "--as-of", "2026-11-23").code == 3)
            #expect(try await place.run("verify", "out/small/2026-10").code == 0)
            #expect(try Self.codes(in: place) == ["V3|report.csv:1|||", "V4|report.csv:2|||"])
        }
    }

    @Test("two currencies on one key are two outcomes, and an amount beyond range is no sum")
    func extremes() async throws {
        try await withWorkplace { place in
            let held = "S1,C1,1,10,EUR,2026-01-05\n"
            try Self.write(
                "S1,C1,renew,O1,2026-10-05,2026-11-05,1,10,EUR,\nS1,C1,renew,O2,2026-10-05,2026-11-05,1,10,USD,\n",
                held: held, in: place)
            #expect(try await place.run("run", "small.yaml", "--as-of", "2026-11-23").code == 3)
            #expect(try await place.run("verify", "out/small/2026-10").code == 0)
            #expect(try Self.codes(in: place) == ["M0|report.csv:1|||", "V8|report.csv:2|||"])
            let large = "170141183460469231731"
            try Self.write(
                "S1,C1,renew,O1,2026-10-05,2026-11-05,1,\(large),EUR,\nS2,C2,tax,O2,2026-10-05,2026-11-05,1,\(large),EUR,\n",
                held: held, in: place)
            let ending = try await place.run("run", "small.yaml", "--as-of", "2026-11-23", "--out", "other")
            #expect(ending.code == 65)
            #expect(ending.error.contains("beyond ±170,141,183,460,469,231,731"), "\(ending.error)")
            #expect(try place.files(below: "other") == [])
        }
    }
}
