/// How much of a file lies before a place in it.
package struct CSVOrigin: Sendable, Hashable {
    /// How many records; a header line is one, blank lines are none.
    package var rows = 0
    /// How many line ends, those inside quotes too.
    package var lineEnds = 0
    /// How many bytes.
    package var byteOffset = 0

    /// The start of a file.
    package init() {}
}
