package import Records

/// Carries over what was left open when the month before was closed.
package struct Carry: Sendable {
    /// Where the open items are.
    package enum Source: Sendable, Hashable {
        /// In the set that this pipeline has published for the month before, below the same directory.
        case lastMonth
        /// In a published set's directory, relative to the working directory.
        case directory(String)
    }

    /// Where the open items are.
    package let source: Source
    /// The month that is closed: the pipeline's parameter `period`.
    package let period: Month
    /// The parse stage that says what was decided about open items, where there is one.
    package let decisions: String?

    /// The text that stands for ``Source/lastMonth`` in a pipeline file.
    static let lastMonth = "last-month"
}
