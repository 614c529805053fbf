internal import Records

/// What differs between two runs.
package struct RunDifference: Sendable, Hashable {
    /// One thing that differs.
    package struct Line: Sendable, Hashable {
        /// What kind of thing: `parameter`, `records`, `breaks`, `billed`, `duration`.
        package let kind: String
        /// Which one: a stage, a leg with a code or a currency.
        package let name: String
        /// In the first run; `nil` where it has none.
        package let before: String?
        /// In the second run; `nil` where it has none.
        package let after: String?
    }

    /// What differs, in the order of the kinds and, within, of the runs.
    package let lines: [Line]

    /// The difference of two runs.
    package init(_ before: RunRecord, _ after: RunRecord) {
        func facts(_ run: RunRecord) -> [(kind: String, name: String, value: String)] {
            Self.head(run) + Self.amounts(run) + Self.findings(run) + Self.durations(run)
        }
        let (old, new) = (facts(before), facts(after))
        let kinds = ["run", "parameter", "records", "rejects", "breaks", "outcomes", "billed", "expected", "duration"]
        var lines: [Line] = []
        for kind in kinds {
            let (old, new) = (old.filter { $0.kind == kind }, new.filter { $0.kind == kind })
            for fact in old {
                let other = new.first { $0.name == fact.name }?.value
                if other != fact.value {
                    lines.append(Line(kind: kind, name: fact.name, before: fact.value, after: other))
                }
            }
            for fact in new where !old.contains(where: { $0.name == fact.name }) {
                lines.append(Line(kind: kind, name: fact.name, before: nil, after: fact.value))
            }
        }
        self.lines = lines
    }

    private static func head(_ run: RunRecord) -> [(kind: String, name: String, value: String)] {
        [
            ("run", "pipeline", run.pipeline), ("run", "period", run.period), ("run", "version", run.toolVersion),
            ("run", "exit code", run.exitCode.map(String.init) ?? "none"),
            ("run", "manifest", run.manifestDigest ?? "none"),
        ] + run.parameters.map { ("parameter", $0.name, $0.value) }
    }

    private static func amounts(_ run: RunRecord) -> [(kind: String, name: String, value: String)] {
        run.sources.map { ("records", $0.stage, String($0.records)) }
            + run.sources.map { ("rejects", $0.stage, String($0.rejected)) }
    }

    private static func findings(_ run: RunRecord) -> [(kind: String, name: String, value: String)] {
        run.legs.flatMap { leg in
            [("breaks", leg.name, String(leg.breaks))]
                + leg.outcomes.map { ($0.isBreak ? "breaks" : "outcomes", "\(leg.name) \($0.code)", String($0.count)) }
                + leg.totals.map { ("billed", "\(leg.name) \($0.currency)", $0.billed.description) }
                + leg.totals.map { ("expected", "\(leg.name) \($0.currency)", $0.expected.description) }
        }
    }

    private static func durations(_ run: RunRecord) -> [(kind: String, name: String, value: String)] {
        run.stages.compactMap { stage in stage.milliseconds.map { ("duration", stage.name, "\($0) ms") } }
    }
}
