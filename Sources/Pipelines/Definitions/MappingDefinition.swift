/// The keys that a mapping of a pipeline file may have.
package struct MappingDefinition: Sendable {
    /// What the schema and the manual call it: `fetch report`.
    package let name: String
    /// The keys, in the order of the manual.
    package let keys: [KeyDefinition]

    /// A definition from its parts.
    init(_ name: String, _ keys: [KeyDefinition]) {
        self.name = name
        self.keys = keys
    }

    /// The key of this name.
    package subscript(name: String) -> KeyDefinition? {
        keys.first { $0.name == name }
    }
}
