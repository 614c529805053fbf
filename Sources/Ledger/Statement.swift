internal import CSQLite

/// A value as SQLite keeps it.
enum Value: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case text(String)
    case integer(Int)
    case null

    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral number: Int) { self = .integer(number) }
    init(_ text: String?) { self = text.map(Value.text) ?? .null }
    init(_ number: Int?) { self = number.map(Value.integer) ?? .null }
}

/// A prepared statement with its values. It owns SQLite's object, and may not outlive its ``Database``.
@safe
struct Statement: ~Copyable {
    private let statement: OpaquePointer
    private let connection: OpaquePointer

    /// A statement of one connection, without its values.
    init(_ sql: String, on connection: OpaquePointer, path: String) throws(LedgerError) {
        unsafe statement = try Self.prepared(sql, connection, path)
        unsafe self.connection = connection
    }

    private static func prepared(
        _ sql: String, _ connection: OpaquePointer, _ path: String
    ) throws(LedgerError) -> OpaquePointer {
        var statement: OpaquePointer?
        let status = unsafe sqlite3_prepare_v2(connection, sql, -1, &statement, nil)
        guard status == SQLITE_OK, let statement = unsafe statement else {
            throw unsafe .sqlite(status, connection, "read", path)
        }
        return unsafe statement
    }

    deinit {
        unsafe sqlite3_finalize(statement)
    }

    /// Gives each place of the statement its value.
    func bind(_ values: [Value], _ path: String) throws(LedgerError) {
        for (index, value) in values.enumerated() { try bind(value, at: CInt(index + 1), path) }
    }

    private func bind(_ value: Value, at index: CInt, _ path: String) throws(LedgerError) {
        let status =
            switch value {
            case .text(let text): unsafe sqlite_bind_copy(statement, index, text, CInt(text.utf8.count))
            case .integer(let number): unsafe sqlite3_bind_int64(statement, index, Int64(number))
            case .null: unsafe sqlite3_bind_null(statement, index)
            }
        guard status == SQLITE_OK else { throw unsafe .sqlite(status, connection, "use", path) }
    }

    /// Goes to the next row; `false` when there is none, and the statement is done.
    func step(_ path: String) throws(LedgerError) -> Bool {
        switch unsafe sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let status: throw unsafe .sqlite(status, connection, "use", path)
        }
    }

    /// The text in a column of the row, from 0; `nil` where it is null.
    func text(_ column: CInt) -> String? {
        guard let bytes = unsafe sqlite3_column_text(statement, column) else { return nil }
        let count = unsafe Int(sqlite3_column_bytes(statement, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// The number in a column of the row, from 0; `nil` where it is null.
    func integer(_ column: CInt) -> Int? {
        guard unsafe sqlite3_column_type(statement, column) != SQLITE_NULL else { return nil }
        return unsafe Int(sqlite3_column_int64(statement, column))
    }
}

extension LedgerError {
    /// The failure that a status of SQLite stands for.
    static func sqlite(
        _ status: CInt, _ connection: OpaquePointer?, _ operation: String, _ path: String
    ) -> LedgerError {
        let words = unsafe connection.map { unsafe String(cString: sqlite3_errmsg($0)) } ?? "status \(status)"
        switch status & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED:
            return LedgerError(.busy, "another process keeps \(path) for too long: \(words). Run again")
        case SQLITE_FULL: return LedgerError(.noSpace, "cannot \(operation) \(path): \(words)")
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            return LedgerError(
                .corrupt,
                "\(path) is no ledger, or damaged: \(words). Move it away only once you know from the service what was "
                    + "ordered: it is what keeps an order from being sent twice")
        default: return LedgerError(.system, "cannot \(operation) \(path): \(words)")
        }
    }
}
