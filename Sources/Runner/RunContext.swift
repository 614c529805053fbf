import Pipelines
import Publication
import Records
import StreamOneIon
import Streaming

/// What all stages of a run share.
struct RunContext: Sendable {
    let request: RunRequest
    /// The pipeline, as far as the items of its stages are known.
    var pipeline: Pipeline
    var directory: RunDirectory
    var wiring: Wiring
    /// Which stages have begun, were skipped, and have ended.
    var order: StageOrder
    /// The connection to the service, where a stage needs one.
    let client: IonClient?
    /// What earlier runs have fetched.
    let recall: FetchRecall
    /// The earlier run whose sources are held against those of this one, where one is named.
    let comparison: SourceComparison?
    /// Passes over everything that is written from other people's bytes.
    let redactor: Redactor
    let report: @Sendable (RunEvent) -> Void
    /// Who looks for items in the records of parse stages.
    var collectors: [ItemCollector] = []

    /// A file of the set that the run publishes.
    ///
    /// - Parameter level: How hard the file is compressed, if its name says that it is.
    func outputFile(_ name: String, level: Int = OutputFile.usualLevel) throws -> OutputFile {
        try OutputFile(name: name, in: directory, level: level, threads: request.jobs)
    }

    /// The connection to the service, in a stage that fetches: a run with such a stage does not begin without one.
    func connection() -> IonClient {
        guard let client else { preconditionFailure("a run that fetches has a connection") }
        return client
    }
}
