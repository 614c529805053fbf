/// What counts for stages that do not say otherwise; `nil` where the pipeline says nothing either.
package struct StageDefaults: Sendable, Hashable {
    /// How long a stage may take.
    package var timeout: Duration?
    /// How often a stage that fetches is tried again.
    package var retry: StageRetry?
    /// How many rows of a parse stage may be unreadable.
    package var rejects: Int?
    /// How hard written files are compressed.
    package var level: Int?
}
