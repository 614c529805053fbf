package import Records

/// What a pipeline file is read with: what the user gave, and where the rest comes from.
package struct Surroundings: Sendable {
    /// Values for parameters, by name; they go before everything else.
    package var arguments: [(name: String, value: String)]
    /// What `last-month` and `today` count from.
    package var today: CivilDate
    /// An environment variable; it is asked only for those that the file declares.
    package var environment: @Sendable (String) -> String?
    /// The bytes of a file that the pipeline includes.
    package var contents: @Sendable (String) throws -> [UInt8]
    /// Whether a parameter without a value is given one of its type: for those who look at a file and run nothing.
    ///
    /// Values that follow from such a sample are not held against what stands for them.
    package var takesSamples: Bool
    /// The items of stages that are fanned out over a column, as far as they are known.
    package var items: [FanOut.Items: [String]]

    /// What a file is read with. Without an environment and without files, it has none.
    package init(
        arguments: [(name: String, value: String)] = [], today: CivilDate,
        environment: @escaping @Sendable (String) -> String? = { _ in nil },
        contents: @escaping @Sendable (String) throws -> [UInt8] = { _ in throw NoFiles() },
        items: [FanOut.Items: [String]] = [:], takesSamples: Bool = false
    ) {
        self.arguments = arguments
        self.today = today
        self.environment = environment
        self.contents = contents
        self.items = items
        self.takesSamples = takesSamples
    }

    /// There are no other files.
    private struct NoFiles: Error, CustomStringConvertible {
        var description: String { "no other file can be read here" }
    }
}
