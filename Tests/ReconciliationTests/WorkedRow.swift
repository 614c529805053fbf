import Foundation
import Records
import Reconciliation
import Testing

/// A published example: a price, seats, days, and the amount that was billed for them.
struct WorkedRow: Sendable, CustomTestStringConvertible {
    let scenario: String
    let number: String
    let chargeType: String
    let price: String
    let seats: String
    let firstDay: String
    let lastDay: String
    let days: Int?
    let cycleDays: Int?
    let cycleMonths: Int
    let months: Int?
    let amount: String
    let reference: String
    let model: String

    var testDescription: String { "\(scenario) row \(number)" }

    /// Whether the source says enough to work the amount out.
    var isComplete: Bool { !price.isEmpty && !seats.isEmpty && !amount.isEmpty }

    /// The days as a share of their cycle.
    var share: ChargedDays {
        guard let days, let cycleDays else { return .wholeCycle }
        return .part(PartOfCycle(days: days, cycleDays: cycleDays, months: months, cycleMonths: cycleMonths))
    }

    /// The rows of a file of `fixtures/worked-rows`.
    static func all(of file: String) -> [WorkedRow] {
        WorkedRows.table(file).map { fields in
            WorkedRow(
                scenario: fields["scenario"] ?? "", number: fields["row"] ?? "",
                chargeType: fields["charge_type"] ?? "", price: fields["price"] ?? "",
                seats: fields["seats"] ?? "", firstDay: fields["first_day"] ?? "",
                lastDay: fields["last_day"] ?? "", days: fields["days"].flatMap { Int($0) },
                cycleDays: fields["cycle_days"].flatMap { Int($0) },
                cycleMonths: fields["cycle_months"].flatMap { Int($0) } ?? 1,
                months: fields["months"].flatMap { Int($0) }, amount: fields["amount"] ?? "",
                reference: fields["reference"] ?? "", model: fields["model"] ?? "")
        }
    }
}

/// The files of `fixtures/worked-rows`: plain CSV, without quotes.
enum WorkedRows {
    static func table(_ file: String) -> [[String: String]] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let path = root.appending(path: "fixtures/worked-rows/\(file)")
        guard let text = try? String(contentsOf: path, encoding: .utf8) else { return [] }
        let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { fields in
            Dictionary(uniqueKeysWithValues: zip(header, fields).map { (String($0), String($1)) })
        }
    }
}
