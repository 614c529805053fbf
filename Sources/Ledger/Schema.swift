/// The ledger's tables, and how those of an earlier version become them.
enum Schema {
    /// `CRFT`: what tells a ledger from other files of SQLite.
    private static let applicationID = 0x4352_4654
    /// A step for each version: the first makes version 1 of an empty file.
    private static let steps = [first]
    /// The version that this program reads and writes.
    static var version: Int { steps.count }

    /// Makes sure that the file is a ledger of this version. Several processes may do so at once.
    static func prepare(_ database: borrowing Database) throws(LedgerError) {
        // The setting is the connection's, not the file's.
        try database.run("PRAGMA synchronous = EXTRA")
        let (found, owner) = (try number("user_version", database), try number("application_id", database))
        guard found != version || owner != applicationID else { return }
        try database.run("BEGIN IMMEDIATE")
        do throws(LedgerError) {
            try migrate(database)
            try database.run("COMMIT")
        } catch {
            try? database.run("ROLLBACK")
            throw error
        }
    }

    private static func migrate(_ database: borrowing Database) throws(LedgerError) {
        let found = try number("user_version", database)
        let owner = try number("application_id", database)
        let isEmpty = try database.rows("SELECT count(*) FROM sqlite_schema") { $0.integer(0) } == [0]
        guard owner == applicationID || (owner == 0 && found == 0 && isEmpty) else {
            throw LedgerError(.corrupt, "\(database.path) is a file of SQLite, but no ledger; choose another --state")
        }
        guard found <= version else {
            throw LedgerError(
                .newer,
                "\(database.path) was written by a newer version of this program (its schema is \(found), this program "
                    + "knows \(version)): use that version")
        }
        for step in steps[found...] {
            for statement in step { try database.run(statement) }
        }
        try database.run("PRAGMA application_id = \(applicationID)")
        try database.run("PRAGMA user_version = \(version)")
    }

    private static func number(_ name: String, _ database: borrowing Database) throws(LedgerError) -> Int {
        try database.rows("PRAGMA \(name)") { $0.integer(0) ?? 0 }.first ?? 0
    }

    private static let first = [
        """
        CREATE TABLE effects (
            id INTEGER PRIMARY KEY AUTOINCREMENT, service TEXT NOT NULL, account TEXT NOT NULL, source TEXT NOT NULL,
            period TEXT NOT NULL, state TEXT NOT NULL, sender TEXT NOT NULL, place TEXT NOT NULL,
            intended_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, receipt TEXT, words TEXT
        )
        """,
        "CREATE INDEX effects_of_bill ON effects (service, account, source, period)",
        // What kind is: customer, reseller, invoice (of the receipt), disregarded (an invoice of another order).
        "CREATE TABLE effect_ids (effect INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL)",
        "CREATE INDEX effect_ids_of_effect ON effect_ids (effect)",
        // Every state that an effect has had; nothing is ever changed or removed here.
        """
        CREATE TABLE effect_history (
            effect INTEGER NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL, words TEXT
        )
        """,
        """
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT, pipeline TEXT NOT NULL, period TEXT NOT NULL,
            tool_version TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER, exit_code INTEGER, message TEXT,
            directory TEXT, manifest_digest TEXT
        )
        """,
        "CREATE INDEX runs_of_pipeline ON runs (pipeline)",
        "CREATE TABLE run_parameters (run INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL)",
        """
        CREATE TABLE run_stages (
            run INTEGER NOT NULL, name TEXT NOT NULL, verb TEXT NOT NULL, milliseconds INTEGER, amount INTEGER,
            unit TEXT, result TEXT
        )
        """,
        "CREATE TABLE run_sources (run INTEGER NOT NULL, stage TEXT NOT NULL, records INTEGER, rejected INTEGER)",
        "CREATE TABLE run_legs (run INTEGER NOT NULL, name TEXT NOT NULL, breaks INTEGER NOT NULL)",
        """
        CREATE TABLE run_outcomes (
            run INTEGER NOT NULL, leg TEXT NOT NULL, code TEXT NOT NULL, is_break INTEGER NOT NULL, count INTEGER NOT NULL
        )
        """,
        """
        CREATE TABLE run_totals (
            run INTEGER NOT NULL, leg TEXT NOT NULL, currency TEXT NOT NULL, billed TEXT NOT NULL, expected TEXT NOT NULL
        )
        """,
    ]
}
