package import Formats

/// The schema by which editors check pipeline files, and complete what is written in them: JSON Schema, draft 2020-12.
///
/// It says what the definitions say. What shows only when several places are held against each other, such as that a stage
/// exists, it cannot say: `crossfoot lint` does.
package struct JSONSchema {
    private var definitions: [JSONValue.Member] = []
    private var known: Set<String> = []

    /// The schema.
    package static var pipeline: JSONValue {
        var schema = JSONSchema()
        let root = schema.mapping(Language.pipeline)
        guard case .object(let members) = root else { preconditionFailure("a mapping's schema is an object") }
        let head: [JSONValue.Member] = [
            .init("$schema", "https://json-schema.org/draft/2020-12/schema"),
            .init("title", "Crossfoot pipeline"),
        ]
        return .object(head + members + [.init("$defs", .object(schema.definitions))])
    }

    /// The schema of a mapping, in the place of its first use.
    private mutating func mapping(_ definition: MappingDefinition) -> JSONValue {
        var properties: [JSONValue.Member] = []
        for key in definition.keys { properties.append(.init(key.name, describe(value(key.shape), key))) }
        let required = definition.keys.filter(\.isRequired).map { JSONValue.string($0.name) }
        return [
            "type": "object", "properties": .object(properties), "required": .array(required),
            "additionalProperties": false,
        ]
    }

    /// A value's schema with what the manual says of its key beside it.
    private func describe(_ schema: JSONValue, _ key: KeyDefinition) -> JSONValue {
        guard case .object(let members) = schema else { return schema }
        let usual = key.usual.map { " (\($0))" } ?? ""
        return .object([.init("description", .string(key.about + usual))] + members)
    }

    /// A mapping that is used in several places stands among the definitions, once.
    private mutating func reference(_ definition: MappingDefinition) -> JSONValue {
        let name = definition.name.replacing(" ", with: "-")
        if known.insert(name).inserted {
            let schema = mapping(definition)
            definitions.append(.init(name, schema))
        }
        return ["$ref": .string("#/$defs/\(name)")]
    }

    private mutating func value(_ shape: Shape) -> JSONValue {
        switch shape {
        case .text: ["type": ["string", "number", "boolean"]]
        case .stage, .expression: ["type": "string", "minLength": 1]
        case .name: ["type": "string", "pattern": "^[a-z][a-z0-9_-]*$"]
        case .month: Self.text(matching: "[0-9]{4}-(0[1-9]|1[0-2])")
        case .date: Self.text(matching: "[0-9]{4}-[0-9]{2}-[0-9]{2}")
        case .path: ["type": "string", "minLength": 1]
        case .duration: Self.text(matching: "[1-9][0-9]*[smh]")
        case .count(let bounds): Self.count(bounds)
        case .decimal: Self.decimal
        case .truth: ["anyOf": [["type": "boolean"], Self.text(matching: "(true|false)")]]
        case .choice(let words): Self.choice(words)
        case .list(let element, let isEmptyAllowed): list(value(element), isEmptyAllowed: isEmptyAllowed)
        case .mapping(let definition): reference(definition)
        case .table(let element):
            ["type": "object", "additionalProperties": value(element)]
        case .either(let shapes): either(shapes)
        }
    }

    private mutating func either(_ shapes: [Shape]) -> JSONValue {
        var choices: [JSONValue] = []
        for shape in shapes { choices.append(value(shape)) }
        return ["anyOf": .array(choices)]
    }

    /// A list, or a reference to a parameter that is one.
    private func list(_ element: JSONValue, isEmptyAllowed: Bool) -> JSONValue {
        let list: JSONValue = ["type": "array", "items": element, "minItems": isEmptyAllowed ? 0 : 1]
        return ["anyOf": [list, Self.reference]]
    }

    // MARK: - Single values

    /// Where a single value may stand, so may a reference such as `${params.period}`, or text with references in it.
    private static let reference: JSONValue = ["type": "string", "pattern": #"\$\{[^}]+\}"#]

    private static func text(matching pattern: String) -> JSONValue {
        ["type": "string", "pattern": .string(#"^(?:\#(pattern))$|\$\{[^}]+\}"#)]
    }

    private static func count(_ bounds: ClosedRange<Int>) -> JSONValue {
        var number: JSONValue = ["type": "integer", "minimum": .number(String(bounds.lowerBound))]
        if bounds.upperBound < .max { number["maximum"] = .number(String(bounds.upperBound)) }
        return ["anyOf": [number, text(matching: "0|[1-9][0-9]*")]]
    }

    private static var decimal: JSONValue {
        ["anyOf": [["type": "number", "minimum": 0], text(matching: #"[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?"#)]]
    }

    /// Words; a number among them may stand without quotes too, as `version: 1`.
    private static func choice(_ words: [String]) -> JSONValue {
        let plain = words.flatMap { word in
            Int(word) == nil ? [JSONValue.string(word)] : [.number(word), .string(word)]
        }
        return ["anyOf": [["enum": .array(plain)], reference]]
    }
}
