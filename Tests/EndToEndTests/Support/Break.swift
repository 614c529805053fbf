internal import Foundation
import Records

/// A break in short: what was planted and what was found can be compared.
struct Break: Hashable, Comparable, CustomStringConvertible {
    /// The outcome's code.
    let code: String
    /// The subscription.
    let subscription: String
    /// The numbers of the charges' rows, `;` between them.
    let rows: String
    /// What was billed.
    let billed: ExactDecimal
    /// What was expected.
    let expected: ExactDecimal

    var description: String { "\(code) \(subscription) rows \(rows): billed \(billed), expected \(expected)" }

    static func < (left: Break, right: Break) -> Bool { left.description < right.description }
}

extension Break {
    /// A line of `planted.csv`.
    init(planted row: [String: String]) throws {
        self.init(
            code: row["code"] ?? "",
            subscription: row["subscription"] ?? "",
            rows: row["rows"] ?? "",
            billed: try Self.amount(row["billed"]),
            expected: try Self.amount(row["expected"])
        )
    }

    /// A line of `breaks.csv.gz`.
    init(found row: [String: String]) throws {
        self.init(
            code: row["code"] ?? "",
            subscription: row["subscription"] ?? "",
            rows: Self.numbers(row["charge_rows"] ?? "").map(String.init).joined(separator: ";"),
            billed: try Self.amount(row["billed_amount"]),
            expected: try Self.amount(row["expected_amount"])
        )
    }

    /// The numbers in `report.json:17-19,23`.
    private static func numbers(_ places: String) -> [Int] {
        let list = places.split(separator: ":").last ?? ""
        return list.split(separator: ",").flatMap { range in
            let ends = range.split(separator: "-").compactMap { Int($0) }
            return ends.isEmpty ? [] : Array(ends[0]...(ends.last ?? ends[0]))
        }
    }

    /// A side without rows has no amount.
    private static func amount(_ text: String?) throws -> ExactDecimal {
        guard let text, !text.isEmpty else { return .zero }
        return try ExactDecimal(parsing: text)
    }
}

extension Workplace {
    /// The breaks that the fixtures were made with.
    static func plantedBreaks() throws -> [Break] {
        let bytes = try String(contentsOfFile: packageRoot + "/fixtures/month-end/planted.csv", encoding: .utf8)
        return try CSVText.rows(bytes).map(Break.init(planted:)).sorted()
    }

    /// The breaks that a published set has in charges held against entitlements.
    func breaks(in set: String) throws -> [Break] {
        try rows(of: set + "/breaks.csv.gz").filter { $0["leg"] == "tie_out" }.map(Break.init(found:)).sorted()
    }
}
