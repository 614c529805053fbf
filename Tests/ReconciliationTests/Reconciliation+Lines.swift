import Reconciliation
import Records

extension Reconciliation {
    /// The outcomes in words: `M0 level 1: 1 for 10 EUR (1) | 1 for 10 EUR (1)`, the charges' side first, with the
    /// row numbers in brackets and `-` for a side that is not there.
    var lines: [String] { outcomes.map { $0.line(withRows: true) } }

    /// The outcomes with their keys and days, and without their rows.
    var contents: [String] {
        listed.map { outcome, keys in
            let names = outcome.keys.names(in: keys).joined(separator: ",")
            let days = outcome.interval?.description ?? "no days"
            return "\(outcome.line(withRows: false)) [\(names)] \(days) \(outcome.unitPrice?.description ?? "-")"
        }
    }
}

extension Outcome {
    fileprivate func line(withRows: Bool) -> String {
        let place = level.map { " level \($0)" } ?? ""
        let sides = [billed, expected].map { $0?.text(withRows: withRows) ?? "-" }
        return "\(code.rawValue)\(place): \(sides[0]) | \(sides[1])"
    }
}

extension OutcomeSide {
    fileprivate func text(withRows: Bool) -> String {
        let numbers = withRows ? " (\(rows.map { String($0.row) }.joined(separator: ",")))" : ""
        return "\(quantity) for \(amount) \(currency)\(numbers)"
    }
}

extension Reconciliation {
    /// Every outcome, in the published order; that of tests is in memory.
    var outcomes: [Outcome] { listed.map(\.outcome) }

    /// Every outcome, with the table that its keys are numbers of.
    var listed: [(outcome: Outcome, keys: KeyTable)] {
        var listed: [(Outcome, KeyTable)] = []
        do {
            try source.forEach(ofCodes: { _ in true }) { listed.append(($0, $1)) }
        } catch {
            preconditionFailure("outcomes in memory can be read: \(error)")
        }
        return listed
    }
}

extension MatchKeys {
    /// The texts of the keys, in their published order.
    func names(in table: KeyTable) -> [String] {
        let published = published
        return published.indices.map { table.text(published[$0]) }
    }
}
