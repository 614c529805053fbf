import Pipelines
import Records

/// A pipeline file that is whole, and its variations.
enum PipelineText {
    /// Reads nothing from the disk and has every kind of stage.
    static let whole = """
        version: 1
        name: month-end
        params:
          period: { type: month, default: last-month }
          report: { type: text, default: "49038" }
        stages:
          report:
            fetch: report
            report_id: ${params.report}
            range: ${params.period}
          subscriptions:
            fetch: subscriptions
          charges:
            parse: report
            columns: { subscription: Subscription ID, quantity: Seats, amount: "Seller Cost ({currency})" }
          entitlements:
            parse: subscriptions
            records: items
            columns: { subscription: id, quantity: seats, price: cost, currency: currency, start: begin }
          tie_out:
            reconcile: { charges: charges, entitlements: entitlements }
            period: ${params.period}
            match: [[subscription]]
          charges_out:
            write: charges
            to: charges.csv.gz
        gates:
          - { no_more_than: 0, of: [tie_out.breaks] }

        """

    /// The whole file with one piece of it replaced.
    static func replacing(_ piece: String, with other: String) throws -> String {
        guard whole.contains(piece) else { throw Absent(piece: piece) }
        return whole.replacing(piece, with: other)
    }

    struct Absent: Error {
        let piece: String
    }
}

/// Reads a pipeline as of 15 March 2026.
func read(
    _ text: String, file: String = "pipelines/p.yaml", arguments: [(name: String, value: String)] = []
) throws -> Pipeline {
    try Pipeline.read(
        Array(text.utf8), file: file,
        in: Surroundings(arguments: arguments, today: try CivilDate(parsing: "2026-03-15")))
}

/// The faults of a pipeline, one a line, without the file's name.
func faults(_ text: String, arguments: [(name: String, value: String)] = []) throws -> [String] {
    do {
        _ = try read(text, file: "p", arguments: arguments)
        return []
    } catch let error as PipelineError {
        return error.diagnostics.map { "\($0.position): \($0.message)" }
    }
}
