import Reconciliation
import Records
import Reports

extension CarriedItems {
    /// What became of what was open before, and of what is open of this period.
    ///
    /// - Throws: ``RunFailure`` when T6 does not hold; `ExactDecimal.Overflow`, and what reading the outcomes throws.
    func rolled(over legs: [RunSummary.Leg]) throws -> RunSummary.RollForward {
        guard case .items(let opening) = opening else { return .untested(description) }
        var rollForward = RollForward(opening, into: period, decisions: decisions)
        var new = ControlTotals()
        for leg in legs {
            try new.add(try leg.result.open)
            var maker = OpenItemMaker(leg: leg.name, period: period)
            try leg.result.source.forEach(ofCodes: \.isOpen) { outcome, keys in
                try rollForward.take(try maker.item(of: outcome, keys))
            }
        }
        let rolled = try rollForward.finish(new: new)
        try requireIdentities(rolled)
        return .rolled(rolled)
    }

    private func requireIdentities(_ rolled: RolledItems) throws(RunFailure) {
        let failed = rolled.identities.filter { !$0.holds }
        guard !failed.isEmpty else { return }
        let list = failed.map {
            "\($0.name) (\($0.unit)): opening, new, and less what ended \($0.source), open \($0.outcomes)"
        }
        throw RunFailure(
            .stageFailed,
            "the open items do not roll forward from \(rolled.from): \(list.joined(separator: "; ")). This is a defect of "
                + "the program; nothing was published.")
    }
}
