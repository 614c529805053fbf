/// The place of a field's bytes in a text, without its enclosing quotes.
package struct FieldRange: Sendable, Hashable {
    /// The first byte, from 0.
    package var start: Int
    /// One past the last byte.
    package var end: Int
    /// Whether quotes inside the field are doubled and have to be halved.
    package var isEscaped: Bool

    /// The bytes between.
    package var bounds: Range<Int> { start..<end }
}
