/// How the program ends; the numbers are part of its interface.
package enum ExitCode: Int32, Sendable, CaseIterable {
    /// Everything ran, and the books tie out.
    case clean = 0
    /// A stage failed.
    case stageFailed = 1
    /// Everything ran, but the books do not tie out.
    case doesNotTieOut = 3
    /// Some stages failed, and those that do not depend on them went on; nothing was published.
    case partial = 4
    /// Everything ran, but the period is not settled: the bill may still change.
    case provisional = 5
    /// The command line is wrong.
    case usage = 64
    /// An input broke its contract.
    case badInput = 65
    /// The service is not to be had.
    case unavailable = 69
    /// The files cannot be put in place.
    case cannotPublish = 73
    /// Another run holds the lock.
    case locked = 75
    /// The service refuses the credentials.
    case refused = 77
    /// The pipeline file or the configuration is invalid.
    case invalidPipeline = 78
    /// A stage, or the run, took longer than it may.
    case timedOut = 124
    /// Interrupted by SIGINT.
    case interrupted = 130
    /// Ended by SIGTERM.
    case terminated = 143
}
