/// What may stand in a place of a pipeline file.
///
/// Reading, the schema for editors and the manual are all made from shapes, so that they cannot say different things. Where a
/// single value may stand, references such as `${params.period}` may.
package indirect enum Shape: Sendable {
    /// Any single value, as text.
    case text
    /// Lower-case letters, digits, `-` and `_`, with a letter first.
    case name
    case month
    case date
    case path
    /// A time such as `90s`, `20m` or `2h`.
    case duration
    /// A whole number.
    case count(ClosedRange<Int>)
    /// An exact number from 0.
    case decimal
    /// `true` or `false`.
    case truth
    /// One of some words.
    case choice([String])
    /// The name of a stage of the file.
    case stage
    /// A condition.
    case expression
    case list(of: Shape, isEmptyAllowed: Bool)
    /// A mapping of names that the language has.
    case mapping(MappingDefinition)
    /// A mapping of names that the author chooses.
    case table(of: Shape)
    /// One of several shapes.
    case either([Shape])
}
