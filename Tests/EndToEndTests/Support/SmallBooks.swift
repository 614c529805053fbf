/// Two charges and what is held against them, as small as books can be: one of them is billed below its price.
extension Workplace {
    private static let stages = """
        version: 1
        name: small
        params:
          period: { type: month, default: 2026-10 }
          go: { type: boolean, default: true }
        stages:
          report: { read: charges.csv }
          list: { read: held.csv }
          charges:
            parse: report
            columns:
              subscription: id
              customer: customer
              quantity: seats
              amount: amount
              currency: currency
              start: from
              end: until
          held:
            parse: list
            columns: { subscription: id, customer: customer, quantity: seats, price: price, currency: currency, start: start }
          tie_out:
            reconcile: { charges: charges, entitlements: held }
            period: ${params.period}
            match: [[subscription]]

        """

    /// The heading of charges.
    static let chargeHeading = "id,customer,seats,amount,currency,from,until\n"

    /// Writes the books and a pipeline over them.
    ///
    /// - Parameters:
    ///   - condition: The `when` of the reconcile stage.
    ///   - stages: More stages, each at the beginning of its line.
    ///   - rest: More sections of the file.
    func writeSmallBooks(
        price: Int = 25, condition: String? = nil, stages: String = "", rest: String = ""
    ) throws {
        let more = stages.split(separator: "\n").map { "  \($0)\n" }.joined()
        let when = condition.map { "    when: \($0)\n" } ?? ""
        try write("small.yaml", Self.stages + when + more + rest)
        try write(
            "charges.csv",
            Self.chargeHeading + "S1,C1,1,10,EUR,2026-10-01,2026-11-01\nS2,C2,1,20,EUR,2026-10-01,2026-11-01\n")
        try write(
            "held.csv",
            "id,customer,seats,price,currency,start\nS1,C1,1,10,EUR,2026-01-01\n"
                + "S2,C2,1,\(price),EUR,2026-01-01\n")
    }

    /// Runs the pipeline over the small books.
    func runSmallBooks(_ words: String...) async throws -> Ending {
        try await run(["run", "small.yaml", "--as-of", "2026-11-23"] + words)
    }

    /// Where it publishes.
    static let smallSet = "out/small/2026-10"

    /// The files that a run of it has published.
    func smallFiles() throws -> [String] { try files(below: Self.smallSet) }
}
