/// Something in a published set that is not as it should be: what, and where.
package struct SetFault: Error, Sendable, Hashable {
    /// The file's name in its set.
    package let file: String
    /// The record's number in it, from 1 without a header line; `nil` where the file as a whole is meant.
    package let row: Int?
    /// The column, or what of the file it is about.
    package let column: String?
    /// What is wrong with it, in words that follow the place.
    package let reason: String
    /// What should stand there, where that can be said.
    package let expected: String?
    /// What stands there, where that can be said.
    package let found: String?

    /// A fault from its parts.
    init(
        file: String, row: Int? = nil, column: String? = nil, _ reason: String, expected: String? = nil,
        found: String? = nil
    ) {
        self.file = file
        self.row = row
        self.column = column
        self.reason = reason
        self.expected = expected
        self.found = found
    }
}

extension SetFault: CustomStringConvertible {
    /// One line: `breaks.csv.gz, row 17, difference: is not billed less expected: expected 0.02, found 0.01`.
    package var description: String {
        let place = [file, row.map { "row \($0)" }, column].compactMap { $0 }.joined(separator: ", ")
        let values = [expected.map { "expected \($0)" }, found.map { "found \($0)" }].compactMap { $0 }
        return "\(place): \(reason)" + (values.isEmpty ? "" : ": \(values.joined(separator: ", "))")
    }
}
