package import Records

/// What an expression asks the run for: `tie_out.breaks`, `params.period.start`.
package struct Reference: Sendable, CustomStringConvertible {
    /// The names between the dots.
    package let steps: [String]
    /// Where the first name begins.
    package let position: TextPosition

    /// The reference as it is written.
    package var description: String { steps.joined(separator: ".") }
}

extension Reference: Hashable {
    /// Whether both refer to the same, wherever they stand.
    package static func == (left: Reference, right: Reference) -> Bool { left.steps == right.steps }

    /// As for equality, the place does not count.
    package func hash(into hasher: inout Hasher) { hasher.combine(steps) }
}
