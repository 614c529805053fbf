import Glibc
import IonSandbox
import Records

/// What the program asks of the machine that it runs on.
enum Machine {
    /// How many processors there are.
    static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// The number of this process; no other that runs now has it.
    static var processID: Int32 { getpid() }

    /// The day that counts as today: what `--as-of` says, or else the clock.
    static func today(_ arguments: Arguments) throws(UsageError) -> CivilDate {
        guard let text = arguments.value("as-of") else { return .byTheClock }
        guard text.utf8.count == 10, let date = try? CivilDate(parsing: text) else {
            throw UsageError(message: "--as-of wants a date such as 2026-11-02, not \"\(text)\"")
        }
        return date
    }
}
