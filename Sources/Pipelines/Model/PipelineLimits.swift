/// How much of a pipeline may happen at once.
package struct PipelineLimits: Sendable, Hashable {
    /// How many legs of a stage that is fanned out run at once.
    package var legs = 4
    /// How many requests may be under way at once, of all stages; `nil` for what the configuration says.
    package var requestsInFlight: Int?
    /// How many requests may begin in a second, of all stages; `nil` for what the configuration says.
    package var requestsPerSecond: Int?
}
