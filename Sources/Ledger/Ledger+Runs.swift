internal import Records

extension Ledger {
    /// Writes that a run has begun; returns its number.
    package func begin(_ run: RunRecord) throws(LedgerError) -> Int {
        try use { (database) throws(LedgerError) in
            try database.transaction { () throws(LedgerError) in
                try database.run(
                    "INSERT INTO runs (pipeline, period, tool_version, started_at) VALUES (?, ?, ?, ?)",
                    [
                        .text(run.pipeline), .text(run.period), .text(run.toolVersion),
                        .integer(run.startedAt.secondsSinceEpoch),
                    ])
                let id = database.lastRowID
                for parameter in run.parameters {
                    try database.run(
                        "INSERT INTO run_parameters VALUES (?, ?, ?)",
                        [.integer(id), .text(parameter.name), .text(parameter.value)])
                }
                return id
            }
        }
    }

    /// Writes how a run has ended, and what it found.
    package func end(_ id: Int, _ run: RunRecord) throws(LedgerError) {
        try use { (database) throws(LedgerError) in
            try database.transaction { () throws(LedgerError) in
                try database.run(
                    """
                    UPDATE runs SET ended_at = ?, exit_code = ?, message = ?, directory = ?, manifest_digest = ?
                    WHERE id = ?
                    """,
                    [
                        Value(run.endedAt?.secondsSinceEpoch), Value(run.exitCode), Value(run.message),
                        Value(run.directory), Value(run.manifestDigest), .integer(id),
                    ])
                try Self.add(run.stages, to: id, database)
                try Self.add(run.sources, to: id, database)
                for leg in run.legs { try Self.add(leg, to: id, database) }
            }
        }
    }

    /// The latest runs, the last one first.
    ///
    /// - Parameter pipeline: Only those of this pipeline; `nil` for all.
    package func runs(ofPipeline pipeline: String? = nil, limit: Int) throws(LedgerError) -> [RecordedRun] {
        try use { (database) throws(LedgerError) in
            let condition = pipeline == nil ? "" : "WHERE pipeline = ?"
            return try Self.runs(
                "\(condition) ORDER BY id DESC LIMIT ?", (pipeline.map { [.text($0)] } ?? []) + [.integer(limit)],
                database)
        }
    }

    /// A run.
    ///
    /// - Throws: Code ``LedgerError/Code/unknownEntry`` when there is none with this number.
    package func run(_ id: Int) throws(LedgerError) -> RecordedRun {
        let found = try use { (database) throws(LedgerError) in
            try Self.runs("WHERE id = ?", [.integer(id)], database)
        }
        guard let run = found.first else { throw LedgerError(.unknownEntry, "there is no run \(id) in \(path)") }
        return run
    }
}

// MARK: - Writing

extension Ledger {
    private static func add(
        _ stages: [RunRecord.Stage], to run: Int, _ database: borrowing Database
    ) throws(LedgerError) {
        for stage in stages {
            try database.run(
                "INSERT INTO run_stages VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    .integer(run), .text(stage.name), .text(stage.verb), Value(stage.milliseconds),
                    Value(stage.amount), Value(stage.unit), Value(stage.result),
                ])
        }
    }

    private static func add(
        _ sources: [RunRecord.Source], to run: Int, _ database: borrowing Database
    ) throws(LedgerError) {
        for source in sources {
            try database.run(
                "INSERT INTO run_sources VALUES (?, ?, ?, ?)",
                [.integer(run), .text(source.stage), .integer(source.records), .integer(source.rejected)])
        }
    }

    private static func add(
        _ leg: RunRecord.Leg, to run: Int, _ database: borrowing Database
    ) throws(LedgerError) {
        try database.run(
            "INSERT INTO run_legs VALUES (?, ?, ?)", [.integer(run), .text(leg.name), .integer(leg.breaks)])
        for outcome in leg.outcomes {
            try database.run(
                "INSERT INTO run_outcomes VALUES (?, ?, ?, ?, ?)",
                [
                    .integer(run), .text(leg.name), .text(outcome.code), .integer(outcome.isBreak ? 1 : 0),
                    .integer(outcome.count),
                ])
        }
        for total in leg.totals {
            try database.run(
                "INSERT INTO run_totals VALUES (?, ?, ?, ?, ?)",
                [
                    .integer(run), .text(leg.name), .text(total.currency), .text(total.billed.description),
                    .text(total.expected.description),
                ])
        }
    }
}

// MARK: - Reading

extension Ledger {
    private static func runs(
        _ condition: String, _ values: [Value], _ database: borrowing Database
    ) throws(LedgerError) -> [RecordedRun] {
        let ids = try database.rows("SELECT id FROM runs \(condition)", values) { $0.integer(0) ?? 0 }
        var runs: [RecordedRun] = []
        for id in ids { runs.append(RecordedRun(id: id, run: try run(id, database))) }
        return runs
    }

    private static func run(_ id: Int, _ database: borrowing Database) throws(LedgerError) -> RunRecord {
        let key: [Value] = [.integer(id)]
        let parameters = try database.rows(
            "SELECT name, value FROM run_parameters WHERE run = ? ORDER BY rowid", key
        ) { RunRecord.Parameter(name: $0.text(0) ?? "", value: $0.text(1) ?? "") }
        let heads = try database.rows(
            """
            SELECT pipeline, period, tool_version, started_at, ended_at, exit_code, message, directory, manifest_digest
            FROM runs WHERE id = ?
            """, key
        ) { row in
            var run = RunRecord(
                pipeline: row.text(0) ?? "", period: row.text(1) ?? "", toolVersion: row.text(2) ?? "",
                startedAt: Moment(secondsSinceEpoch: row.integer(3) ?? 0), parameters: parameters)
            run.endedAt = row.integer(4).map(Moment.init(secondsSinceEpoch:))
            run.exitCode = row.integer(5)
            run.message = row.text(6)
            run.directory = row.text(7)
            run.manifestDigest = row.text(8)
            return run
        }
        guard var run = heads.first else { throw LedgerError(.unknownEntry, "there is no run \(id)") }
        run.stages = try stages(key, database)
        run.sources = try database.rows(
            "SELECT stage, records, rejected FROM run_sources WHERE run = ? ORDER BY rowid", key
        ) { RunRecord.Source(stage: $0.text(0) ?? "", records: $0.integer(1) ?? 0, rejected: $0.integer(2) ?? 0) }
        run.legs = try legs(id, database)
        return run
    }

    private static func stages(
        _ key: [Value], _ database: borrowing Database
    ) throws(LedgerError) -> [RunRecord.Stage] {
        try database.rows(
            "SELECT name, verb, milliseconds, amount, unit, result FROM run_stages WHERE run = ? ORDER BY rowid", key
        ) { row in
            var stage = RunRecord.Stage(name: row.text(0) ?? "", verb: row.text(1) ?? "")
            stage.milliseconds = row.integer(2)
            stage.amount = row.integer(3)
            stage.unit = row.text(4)
            stage.result = row.text(5)
            return stage
        }
    }

    private static func legs(_ run: Int, _ database: borrowing Database) throws(LedgerError) -> [RunRecord.Leg] {
        let names = try database.rows(
            "SELECT name, breaks FROM run_legs WHERE run = ? ORDER BY rowid", [.integer(run)]
        ) { ($0.text(0) ?? "", $0.integer(1) ?? 0) }
        var legs: [RunRecord.Leg] = []
        for (name, breaks) in names {
            let key: [Value] = [.integer(run), .text(name)]
            let outcomes = try database.rows(
                "SELECT code, is_break, count FROM run_outcomes WHERE run = ? AND leg = ? ORDER BY rowid", key
            ) {
                RunRecord.Leg.Outcome(
                    code: $0.text(0) ?? "", isBreak: $0.integer(1) == 1, count: $0.integer(2) ?? 0)
            }
            let totals = try database.rows(
                "SELECT currency, billed, expected FROM run_totals WHERE run = ? AND leg = ? ORDER BY rowid", key
            ) { (row) throws(LedgerError) in
                guard let billed = try? ExactDecimal(parsing: row.text(1) ?? ""),
                    let expected = try? ExactDecimal(parsing: row.text(2) ?? "")
                else { throw LedgerError(.corrupt, "\(database.path): a total of run \(run) cannot be read") }
                return RunRecord.Leg.Total(currency: row.text(0) ?? "", billed: billed, expected: expected)
            }
            legs.append(RunRecord.Leg(name: name, breaks: breaks, outcomes: outcomes, totals: totals))
        }
        return legs
    }
}
