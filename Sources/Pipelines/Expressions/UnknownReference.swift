/// The answer of whoever is asked for a reference's type when there is no such thing.
package struct UnknownReference: Error, Sendable {
    /// What is told: what is unknown, and what was probably meant.
    package let message: String

    /// An answer.
    package init(message: String) { self.message = message }
}
