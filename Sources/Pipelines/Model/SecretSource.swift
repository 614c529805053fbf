/// Where a secret is.
package struct SecretSource: Sendable, Hashable {
    /// Where its text is found when the pipeline runs.
    package enum Place: Sendable, Hashable {
        case environment(String)
        case file(String)
    }

    /// What `${secrets.…}` calls it.
    package let name: String
    /// Where it is.
    package let place: Place
}
