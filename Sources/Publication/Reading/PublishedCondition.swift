/// A condition that decides whether the books tie out, as a published summary has it.
package struct PublishedCondition: Sendable {
    /// The condition.
    package let text: String
    /// What it asks about, with the values, both as conditions write them: `tie_out.breaks`, `14`.
    package let values: [(reference: String, value: String)]

    /// What it comes to: `nil` when it depends on what is not among the values.
    package typealias Judge = @Sendable (PublishedCondition) throws -> Bool?
}
