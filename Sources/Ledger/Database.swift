internal import CSQLite

/// A connection to an SQLite file. It owns the handle and closes it when it goes.
///
/// What is committed lies on the disk: the journal is a file beside the ledger's, and both it and their directory are
/// flushed (`synchronous=EXTRA`), so that neither a crash nor a power failure takes a commit back. All calls block.
@safe
struct Database: ~Copyable {
    /// The file.
    let path: String
    private let connection: OpaquePointer

    /// How long a commit of another process is waited for, in milliseconds.
    private static let patience: CInt = 30_000

    /// Opens a file, or creates it.
    init(_ path: String, creates: Bool) throws(LedgerError) {
        unsafe connection = try Self.connection(path, creates: creates)
        self.path = path
    }

    private static func connection(_ path: String, creates: Bool) throws(LedgerError) -> OpaquePointer {
        var connection: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (creates ? SQLITE_OPEN_CREATE : 0)
        let status = unsafe sqlite3_open_v2(path, &connection, flags, nil)
        // Also an attempt that fails leaves a handle, which says why.
        guard status == SQLITE_OK, let connection = unsafe connection else {
            let error = unsafe LedgerError.sqlite(status, connection, "open", path)
            unsafe sqlite3_close_v2(connection)
            throw error
        }
        unsafe sqlite3_busy_timeout(connection, patience)
        return unsafe connection
    }

    deinit {
        unsafe sqlite3_close_v2(connection)
    }

    /// Carries a statement out.
    func run(_ sql: String, _ values: [Value] = []) throws(LedgerError) {
        let statement = try unsafe Statement(sql, on: connection, path: path)
        try statement.bind(values, path)
        while try statement.step(path) {}
    }

    /// What each row of a query gives, in its order.
    func rows<Row>(
        _ sql: String, _ values: [Value] = [], _ read: (borrowing Statement) throws(LedgerError) -> Row
    ) throws(LedgerError) -> [Row] {
        let statement = try unsafe Statement(sql, on: connection, path: path)
        try statement.bind(values, path)
        var rows: [Row] = []
        while try statement.step(path) { rows.append(try read(statement)) }
        return rows
    }

    /// Does some work of which all is kept or nothing. No other process writes in between.
    func transaction<Result>(_ work: () throws(LedgerError) -> Result) throws(LedgerError) -> Result {
        try run("BEGIN IMMEDIATE")
        do throws(LedgerError) {
            let result = try work()
            try run("COMMIT")
            return result
        } catch {
            // SQLite may have taken it back itself; then there is nothing to take back.
            try? run("ROLLBACK")
            throw error
        }
    }

    /// The number of the row that was added last.
    var lastRowID: Int { unsafe Int(sqlite3_last_insert_rowid(connection)) }
}
