/// Where a secret is.
package struct SecretSource: Sendable, Hashable {
    /// Where its text is found when the pipeline runs.
    package enum Place: Sendable, Hashable, CustomStringConvertible {
        case environment(String)
        case file(String)

        package var description: String {
            switch self {
            case .environment(let name): "environment variable \(name)"
            case .file(let path): "file \(path)"
            }
        }
    }

    /// What `${secrets.…}` calls it.
    package let name: String
    /// Where it is.
    package let place: Place
}
