import Pipelines
import Records

extension RunPlan {
    /// The plan for a person at a terminal.
    package var text: String {
        var lines = ["\(pipeline.name) \(period), as of \(asOf): what a run would do, as far as that is known", ""]
        let width = steps.map(\.stage.count).max() ?? 0
        for step in steps {
            lines.append("  \(step.stage)\(String(repeating: " ", count: width - step.stage.count))  \(step.verb)")
            lines += details(of: step).map { String(repeating: " ", count: width + 6) + $0 }
        }
        lines += ["", "Gates:"] + (gates.isEmpty ? ["  none: nothing is reconciled"] : gates.map { "  \($0.text)" })
        lines += ["", "Publishes to \(directory), all of it or nothing:"]
        lines += files.map { "  \($0.name)\($0.isCertain ? "" : " (unknown until run)")" }
        if lacksConfiguration { lines += ["", "A run needs --config FILE, or --sandbox: it asks the service."] }
        return lines.joined(separator: "\n") + "\n"
    }

    private func details(of step: Step) -> [String] {
        var lines: [String] = []
        switch step.prospect {
        case .certain: break
        case .unknown(let reason): lines.append("unknown until run: \(reason)")
        case .skipped(let reason): lines.append("skipped: \(reason)")
        }
        if step.hasEffect { lines.append("has an effect: happens only with --allow-effects") }
        return lines + step.notes + step.requests
    }

    /// The values that a run would have, and where each came from.
    package var valuesText: String {
        let parameters = pipeline.parameters.map { parameter in
            [
                parameter.name, parameter.value.description, "from \(parameter.origin)", parameter.about ?? "",
            ]
        }
        let defaults = pipeline.defaults.entries.map { [$0.name, $0.value, "", ""] }
        let limits = pipeline.limits.entries.map { [$0.name, $0.value, "", ""] }
        let secrets = pipeline.secrets.map { [$0.name, "not shown", "from \($0.place)", ""] }
        let sections = [("params", parameters), ("secrets", secrets), ("defaults", defaults), ("limits", limits)]
        return sections.filter { !$0.1.isEmpty }.map { "\($0.0):\n" + Self.table($0.1) }.joined()
    }

    /// Rows with their columns below each other.
    private static func table(_ rows: [[String]]) -> String {
        let widths = (0..<(rows.first?.count ?? 0)).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            let line = "  " + cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
        }
        .joined()
    }
}

extension RunPlan.GatePlan {
    fileprivate var text: String {
        switch prospect {
        case .certain: "\(demand): holds"
        case .unknown(let reason): "\(demand): unknown until run: \(reason)"
        case .skipped(let reason): "\(demand): does not hold: \(reason)"
        }
    }
}

extension StageRetry {
    /// `up to 2 times, at first after 30 s`
    var summary: String { "up to \(times) \(times == 1 ? "time" : "times"), at first after \(TimeLimit.text(wait))" }
}

extension StageDefaults {
    /// What the pipeline says, by the names that it has for it.
    var entries: [(name: String, value: String)] {
        [
            ("timeout", timeout.map(TimeLimit.text)), ("retry", retry?.summary),
            ("rejects", rejects.map(String.init)), ("level", level.map(String.init)),
        ]
        .compactMap { name, value in value.map { (name, $0) } }
    }
}

extension PipelineLimits {
    /// The limits, by the names that the pipeline has for them.
    var entries: [(name: String, value: String)] {
        [
            ("legs", String(legs)),
            ("requests_in_flight", requestsInFlight.map(String.init) ?? "as the configuration says"),
            ("requests_per_second", requestsPerSecond.map(String.init) ?? "as the configuration says"),
        ]
    }
}
