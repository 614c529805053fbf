/// A failed operation on the ledger.
package struct LedgerError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it was.
    package enum Code: Sendable, Hashable {
        /// There is no ledger.
        case notFound
        /// A newer version of the program wrote it.
        case newer
        /// The file is no ledger, or damaged.
        case corrupt
        /// It would lie where its locks and flushes cannot be relied on.
        case unsuitablePlace
        /// Another process kept it for too long.
        case busy
        /// The disk or quota is full.
        case noSpace
        /// SQLite or the operating system refused or failed.
        case system
        /// There is no such effect or run in it.
        case unknownEntry
        /// The effect is in a state that does not allow this.
        case wrongState
    }

    /// What kind of failure it was.
    package let code: Code
    /// What failed, where, and what to do next.
    package let message: String

    /// A failure from its kind and message.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
