internal import Streaming
internal import Synchronization

/// What was run and what was ordered, in one file of the state directory: `ledger.sqlite`.
///
/// Several processes of one host may use it at once. All calls block, until the disk has what is written: call them from
/// `WorkerThreads`, never from the cooperative pool.
package final class Ledger: Sendable {
    /// The file's name in the state directory.
    package static let fileName = "ledger.sqlite"

    /// The file.
    package let path: String
    private let database: Mutex<Database>

    /// Opens the ledger of a state directory.
    ///
    /// - Parameters:
    ///   - creates: Whether to make one, and the directory, where there is none.
    ///   - fileSystem: The number by which the kernel knows the file system of the directory; `nil` to ask the kernel.
    /// - Throws: ``LedgerError``: code `notFound` where there is none, `newer` for one of a newer program, and
    ///   `unsuitablePlace` on a file system of a network.
    package init(
        state: String, creates: Bool = true,
        fileSystem: UInt32? = nil
    ) throws(LedgerError) {
        path = "\(state)/\(Self.fileName)"
        do {
            database = Mutex(try Self.database(path, state: state, creates: creates, fileSystem))
        } catch let error as StreamingError {
            throw LedgerError(error.code == .noSpace ? .noSpace : .system, error.message)
        } catch let error as LedgerError {
            throw error
        } catch {
            throw LedgerError(.system, "\(path): \(error)")
        }
    }

    private static func database(
        _ path: String, state: String, creates: Bool, _ fileSystem: UInt32?
    ) throws -> sending Database {
        let isThere = Directory.exists(path)
        guard isThere || creates else {
            throw LedgerError(.notFound, "there is no ledger in \(state): nothing was run with it yet")
        }
        if !isThere { try Directory.create(state, mode: 0o700) }
        try requireSuitable(state, try fileSystem ?? Directory.fileSystemNumber(of: state))
        let database = try Database(path, creates: creates)
        try Schema.prepare(database)
        // A file whose name is lost in a power failure would be a ledger that knows nothing.
        if !isThere { try Directory.synchronize(Directory.parent(of: Directory.resolved(state))) }
        return database
    }

    private static func requireSuitable(_ state: String, _ number: UInt32) throws(LedgerError) {
        guard let kind = FileSystemKind(unsuitable: number) else { return }
        throw LedgerError(
            .unsuitablePlace,
            "the state directory \(state) lies on \(kind.name). The ledger keeps an order from being sent twice by locks "
                + "and flushes that hold on one host only, and other hosts see this directory too: choose a --state on a "
                + "disk of this host")
    }

    /// Does something with the connection, which nobody else uses meanwhile.
    func use<Result: Sendable>(
        _ work: (borrowing Database) throws(LedgerError) -> Result
    ) throws(LedgerError) -> Result {
        try database.withLock { (database) throws(LedgerError) in try work(database) }
    }
}
