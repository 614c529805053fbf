package import Records

/// A node of a YAML document, with its place. Scalars are text: what they mean is decided by the key they stand under,
/// so `no`, `012` and `1e3` hold no surprises.
package struct YAMLNode: Sendable {
    /// A member of a mapping.
    package struct Member: Sendable {
        /// The member's name.
        package let name: String
        /// Where the name stands.
        package let position: TextPosition
        /// The member's value.
        package let value: YAMLNode
    }

    /// What the node holds.
    package enum Content: Sendable {
        case scalar(String)
        case sequence([YAMLNode])
        case mapping([Member])
    }

    /// What the node holds.
    package let content: Content
    /// Where the node begins.
    package let position: TextPosition
    /// Whether it is a single value in quotes.
    package var isQuoted = false

    /// Where the text of a single value begins: behind its quote.
    package var textPosition: TextPosition {
        isQuoted ? TextPosition(line: position.line, column: position.column + 1) : position
    }

    /// What kind of node it is, in words.
    package var kind: String {
        switch content {
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// How many nodes there are, this one included.
    var size: Int {
        switch content {
        case .scalar: 1
        case .sequence(let elements): elements.reduce(1) { $0 + $1.size }
        case .mapping(let members): members.reduce(1) { $0 + $1.value.size + 1 }
        }
    }
}
