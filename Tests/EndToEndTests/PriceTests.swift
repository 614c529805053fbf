import Foundation
import Testing

@Suite("A list of prices as they held from day to day")
struct PriceTests {
    private static let pipeline = """
        version: 1
        name: priced
        params: { period: { type: month, default: 2026-10 } }
        stages:
          report: { read: charges.csv }
          list: { read: held.csv }
          price_list: { read: prices.csv }
          charges:
            parse: report
            columns: { subscription: id, sku: sku, quantity: seats, amount: amount, currency: currency, start: from, end: until }
          held:
            parse: list
            columns: { subscription: id, sku: sku, quantity: seats, price: price, currency: currency, start: start }
          prices:
            parse: price_list
            columns: { sku: sku, price: price, currency: currency, start: from }
          tie_out:
            reconcile: { charges: charges, entitlements: held, prices: prices }
            period: ${params.period}
            match: [[subscription]]

        """

    /// Gives a test a month in which A was billed at the price of its time, B at one that nobody listed, and C is not listed.
    private static func withMonth(
        prices: String = "A,10.00,EUR,2025-01-01\nA,12.00,EUR,2026-10-15\nB,7.00,EUR,2026-01-01\n",
        _ change: (String) -> String = { $0 }, _ body: (Workplace) async throws -> Void
    ) async throws {
        try await withWorkplace { place in
            try place.write("priced.yaml", change(pipeline))
            try place.write(
                "charges.csv",
                "id,sku,seats,amount,currency,from,until\nS1,A,3,30.00,EUR,2026-10-05,2026-11-05\n"
                    + "S2,B,1,8.00,EUR,2026-10-05,2026-11-05\nS3,C,1,5.00,EUR,2026-10-05,2026-11-05\n")
            try place.write(
                "held.csv",
                "id,sku,seats,price,currency,start\nS1,A,3,12.00,EUR,2026-01-05\nS2,B,1,8.00,EUR,2026-01-05\n"
                    + "S3,C,1,5.00,EUR,2026-01-05\n")
            try place.write("prices.csv", "sku,price,currency,from\n" + prices)
            try await body(place)
        }
    }

    private static let set = "out/priced/2026-10"

    @Test("what is due is due at the price that held when its cycle began, and the story says where it is from")
    func priced() async throws {
        try await Self.withMonth { place in
            let ending = try await place.run("run", "priced.yaml", "--as-of", "2026-11-23")
            #expect(ending.code == 3, "\(ending.error)")
            #expect(!ending.output.contains("price-history"))
            let rows = try place.rows(of: Self.set + "/matches.csv.gz") + place.rows(of: Self.set + "/breaks.csv.gz")
            let words = rows.map { row in
                ["subscription", "code", "unit_price", "flags"].map { row[$0] ?? "" }.joined(separator: " ")
            }
            #expect(words == ["S1 M0 10 ", "S3 M0 5 price-not-listed", "S2 V3 7 "])
            let story = try await place.run("explain", "S1", "--run", Self.set)
            #expect(
                story.output.contains("3 seats × 10 (from the list of prices; the row says 12) = 30.00 EUR"),
                "\(story.output)\(story.error)")
            #expect(try await place.run("verify", Self.set).code == 0)
        }
    }

    @Test("with a limit of memory, the bytes are the same")
    func limited() async throws {
        try await Self.withMonth { place in
            _ = try await place.run("run", "priced.yaml", "--as-of", "2026-11-23")
            let limited = ["--memory-limit", "64MB", "--out", "limited"]
            _ = try await place.run(["run", "priced.yaml", "--as-of", "2026-11-23"] + limited)
            let manifests = try ["out", "limited"].map { try place.text(of: "\($0)/priced/2026-10/manifest.json") }
            #expect(manifests[0] == manifests[1])
        }
    }

    @Test(
        "a list that cannot be used ends the run",
        arguments: [
            (
                "A,10,EUR,2026-01-01\n,7,EUR,2026-01-01\n",
                "row 2 of the prices has no sku; where the list has that column"
            ),
            (
                "A,10,EUR,2026-01-01\nA,11,EUR,2026-01-01\n",
                "row 2 of the prices: the list has two prices of A from 2026-01-01 on, 10 and 11 EUR"
            ),
            ("A,-1,EUR,2026-01-01\n", "row 1 of the prices: -1 is below nought"),
        ])
    func faultyLists(_ prices: String, _ fault: String) async throws {
        try await Self.withMonth(prices: prices) { place in
            for words in [[], ["--memory-limit", "64MB"]] {
                let ending = try await place.run(["run", "priced.yaml", "--as-of", "2026-11-23"] + words)
                #expect(ending.code == 65 && ending.error.contains("stage \"tie_out\": \(fault)"), "\(ending.error)")
            }
        }
    }

    @Test(
        "a list without what a list needs is a fault of the pipeline",
        arguments: [
            (
                "columns: { sku: sku, price: price, currency: currency, start: from }",
                "columns: { price: price, currency: currency, start: from }",
                "reconcile needs a column \"sku\" or \"product\" or \"part_number\" or \"subscription\" or \"customer\" in stage "
                    + "\"prices\""
            ),
            (
                "prices: prices", "prices: held",
                "\"held\" has the prices, which are read first, and charges, entitlements or aliases of a reconciliation too"
            ),
            (
                "match: [[subscription]]", "match: [[subscription]]\n    aliases: { sku: prices }",
                "\"prices\" has the prices, which are read first, and charges, entitlements or aliases of a reconciliation too"
            ),
        ])
    func faultyPipelines(_ text: String, _ other: String, _ fault: String) async throws {
        try await Self.withMonth({ $0.replacing(text, with: other) }) { place in
            let ending = try await place.run("run", "priced.yaml")
            #expect(ending.code == 78 && ending.error.contains(fault), "\(ending.error)")
        }
    }
}
