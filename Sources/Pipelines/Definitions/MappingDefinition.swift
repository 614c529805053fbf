/// The keys that a mapping of a pipeline file may have.
package struct MappingDefinition: Sendable {
    /// What the schema and the manual call it: `fetch report`.
    package let name: String
    /// The keys, in the order of the manual.
    package let keys: [KeyDefinition]
    /// Why it does not have keys that others have, by key.
    let refusals: [String: String]

    /// A definition from its parts.
    init(_ name: String, _ keys: [KeyDefinition], refusing refusals: [String: String] = [:]) {
        self.name = name
        self.keys = keys
        self.refusals = refusals
    }

    /// The key of this name.
    package subscript(name: String) -> KeyDefinition? {
        keys.first { $0.name == name }
    }
}
