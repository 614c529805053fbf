package import Records

/// What came of a test of a pipeline file.
package struct PipelineTestResult: Sendable {
    /// The test's name.
    package let name: String
    /// Where it stands in the file.
    package let position: TextPosition
    /// What is not as it should be; nothing when the test holds.
    package let differences: [TestDifference]

    /// Whether everything is as it should be.
    package var holds: Bool { differences.isEmpty }
}

/// Something that is not as a test expects it.
package struct TestDifference: Sendable, Hashable {
    /// Where in the file stands what was expected.
    package let position: TextPosition
    /// What was expected and what was found.
    package let message: String

    init(at position: TextPosition, _ message: String) {
        self.position = position
        self.message = message
    }
}
