import Formats

/// A pipeline with one leg, of two local files, and an order that waits for it: nothing else can go wrong.
extension Workplace {
    /// Writes the pipeline and its files, and returns the words that run it against a sandbox.
    ///
    /// - Parameters:
    ///   - name: The pipeline's name; the order is the same under each.
    ///   - customer: The customer of the order; `nil` for all.
    ///   - isEven: Whether the books tie out.
    func generationRun(
        _ name: String = "orders", customer: String? = "306011", wait: String = "10m", isEven: Bool = true,
        period: String = "2026-10", config: String = "sandbox.json"
    ) throws -> [String] {
        try write("lines.csv", "subscription,amount,currency\nS-1,10.00,EUR\n")
        try write("charges.csv", "subscription,amount,currency\nS-1,\(isEven ? "10.00" : "11.00"),EUR\n")
        let columns = "{ subscription: subscription, amount: amount, currency: currency }"
        try write(
            "\(name).yaml",
            """
            version: 1
            name: \(name)
            params:
              period: { type: month, default: last-month }
            stages:
              lines_file: { read: lines.csv }
              charges_file: { read: charges.csv }
              lines: { parse: lines_file, columns: \(columns) }
              charges: { parse: charges_file, columns: \(columns) }
              tie:
                reconcile: { lines: lines, charges: charges }
                by: [subscription]
              orders:
                generate: invoices
                source: aws
                period: ${params.period}
                \(customer.map { "customer: \"\($0)\"" } ?? "# all customers")
                wait: \(wait)
                when: tie.breaks == 0

            """)
        return [
            "run", "\(name).yaml", "--config", config, "--param", "period=\(period)", "--as-of", "2026-11-23",
        ]
    }

    /// The states of the effects in a ledger, the first one first.
    func effectStates(_ words: String...) async throws -> [String] {
        let ending = try await run(["effects", "list", "--json"] + words)
        guard ending.code == 0 else { throw ProgramFailure(description: ending.error) }
        let effects = try JSONValue(parsing: Array(ending.output.utf8)).array ?? []
        return effects.compactMap { $0["state"]?.string }
    }
}
