internal import Records

/// Holds the gates of a summary, and the verdict that they give, against what the tables and the sources come to.
struct GateVerification {
    let summary: PublishedSummary
    let tallies: [OutcomeTally]
    let judge: PublishedCondition.Judge

    private static let file = "summary.json"

    /// The check.
    func check() -> VerificationCheck {
        var check = VerificationCheck("gates")
        var texts: [String] = []
        for (index, gate) in summary.gates.enumerated() {
            texts.append(self.check(gate, "gates[\(index)]", &check))
        }
        for tally in tallies where !summary.gates.contains(where: { $0.counts(tally.leg.name) }) {
            check.note(SetFault(file: Self.file, column: "gates", "none counts the breaks of \(tally.leg.name)"))
        }
        let tiesOut = summary.gates.allSatisfy(\.holds) && summary.sourceChanges?.holds ?? true
        check.require(summary.tiesOut, is: tiesOut, "is not what the gates say", in: Self.file, "ties_out")
        checkUntested(&check)
        let isProvisional = summary.settlesOn.map { summary.asOf < $0 } ?? false
        check.require(
            summary.isProvisional, is: isProvisional, "is not what as_of and settles_on say", in: Self.file,
            "provisional")
        let verdict =
            !tiesOut
            ? "the books do not tie out" : summary.legs.isEmpty ? "nothing was reconciled" : "the books tie out"
        check.figures = (texts + [verdict]).joined(separator: "; ")
        return check
    }

    /// What needs earlier runs was tested, or is said not to be.
    private func checkUntested(_ check: inout VerificationCheck) {
        let controls = [("D5", summary.sourceChanges != nil), ("T6", summary.rollForward != nil)]
        let expected = summary.hasBooks ? controls.filter { !$0.1 }.map(\.0) : []
        check.require(
            summary.untested.joined(separator: ", "), is: expected.joined(separator: ", "),
            "is not what was tested", in: Self.file, "not_tested")
    }

    /// Checks a gate; returns what it comes to, in a few words.
    private func check(_ gate: PublishedSummary.Gate, _ place: String, _ check: inout VerificationCheck) -> String {
        let known = Set(summary.skipped.map(\.stage))
        for stage in gate.skipped where !known.contains(stage) {
            check.note(SetFault(file: Self.file, column: place, "\(stage) is not among those that were skipped"))
        }
        let mayHold = gate.skipped.isEmpty || gate.allowsSkipped
        switch gate.demand {
        case .breaks(let limit, let count, let legs):
            let breaks = tallies.filter { legs.contains($0.leg.name) }.reduce(0) { $0 + $1.breaks }
            check.require(breaks, is: count, "breaks: the tables have others", in: Self.file, place)
            let judged = Set(tallies.map(\.leg.name))
            for leg in legs where !judged.contains(leg) && !gate.skipped.contains(leg) {
                check.note(SetFault(file: Self.file, column: place, "\(leg) is no leg, and was not skipped"))
            }
            check.require(
                gate.holds, is: mayHold && breaks <= limit, "whether it holds is wrong", in: Self.file, place)
            return "\(breaks) breaks where \(limit) are allowed"
        case .condition(let condition):
            for (reference, value) in condition.values { compare(reference, value, place, &check) }
            do {
                let isTrue = try judge(condition) ?? mayHold
                check.require(
                    gate.holds, is: mayHold && isTrue, "whether it holds is wrong", in: Self.file, place)
                return "\(condition.text) is \(isTrue)"
            } catch {
                check.note(SetFault(file: Self.file, column: place, "\(condition.text) cannot be reckoned: \(error)"))
                return condition.text
            }
        }
    }

    /// Holds a value that a condition asks about against the tables and the sources; one of a parameter is its own.
    private func compare(_ reference: String, _ value: String, _ place: String, _ check: inout VerificationCheck) {
        guard let dot = reference.lastIndex(of: "."), !reference.hasPrefix("params.") else { return }
        let (stage, kind) = (String(reference[..<dot]), reference[reference.index(after: dot)...])
        let legs = tallies.filter { Self.isOf(stage, $0.leg.name) }
        let sources = summary.sources.filter { Self.isOf(stage, $0.stage) }
        let outcomes = legs.reduce(0) { $0 + $1.codes.values.reduce(0) { $0 + $1.count } }
        let breaks = legs.reduce(0) { $0 + $1.breaks }
        let found: Int? =
            switch kind {
            case "breaks": breaks
            case "matches": outcomes - breaks
            case "outcomes": outcomes
            case "records": sources.reduce(0) { $0 + $1.records }
            case "rejects": sources.reduce(0) { $0 + $1.rejected }
            default: nil
            }
        check.require(
            value, is: found.map { String($0) } ?? value, "\(reference): the tables have others", in: Self.file, place)
    }

    /// Whether a name is that of a stage, or of one of its legs.
    fileprivate static func isOf(_ stage: String, _ name: String) -> Bool {
        name == stage || name.hasPrefix(stage + "[")
    }
}

extension PublishedSummary.Gate {
    /// Whether the gate asks for the breaks of a leg.
    fileprivate func counts(_ leg: String) -> Bool {
        switch demand {
        case .breaks(_, _, let legs): legs.contains(leg)
        case .condition(let condition):
            condition.values.contains {
                $0.reference.hasSuffix(".breaks") && GateVerification.isOf(String($0.reference.dropLast(7)), leg)
            }
        }
    }
}
