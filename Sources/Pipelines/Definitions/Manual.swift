/// The manual of pipeline files: what the definitions say, in Markdown, with what else there is to know around it.
package enum Manual {
    /// The whole manual.
    package static let text =
        "<!-- Made by: crossfoot schema --format markdown. Change the definitions in Sources/Pipelines instead. -->\n\n"
        + sections.map(text).joined(separator: "\n")

    /// A part of the manual.
    struct Section {
        /// Its heading, with `#` before it.
        let heading: String
        /// What stands before the table.
        var before = ""
        /// The keys that the table has.
        var keys: [KeyDefinition] = []
        /// What stands behind the table.
        var after = ""
    }

    private static func text(of section: Section) -> String {
        var parts = [section.heading]
        if !section.before.isEmpty { parts.append(section.before) }
        if !section.keys.isEmpty { parts.append(table(of: section.keys)) }
        if !section.after.isEmpty { parts.append(section.after) }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func table(of keys: [KeyDefinition]) -> String {
        let rows = keys.map { key in
            let usual = key.usual.map { " (\($0))" } ?? ""
            return
                "| `\(key.name)` | \(key.isRequired ? "required" : "") | \(form(of: key.shape)) | \(key.about)\(usual) |"
        }
        return (["| key | | value | meaning |", "|---|---|---|---|"] + rows).joined(separator: "\n")
    }

    /// A shape in a few words.
    private static func form(of shape: Shape) -> String {
        switch shape {
        case .text: "text"
        case .name: "name"
        case .month: "month"
        case .date: "date"
        case .path: "path"
        case .duration: "time"
        case .count(let bounds):
            bounds.upperBound == .max ? "whole number" : "\(bounds.lowerBound) to \(bounds.upperBound)"
        case .decimal: "number"
        case .truth: "`true`, `false`"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .stage: "stage"
        case .expression: "condition"
        case .list(let element, _): "list of " + form(of: element)
        case .mapping: "mapping"
        case .table(let element): "names: " + form(of: element)
        case .either(let shapes): either(shapes)
        }
    }

    private static func either(_ shapes: [Shape]) -> String {
        var forms: [String] = []
        for form in shapes.map(form) where !forms.contains(form) { forms.append(form) }
        return forms.joined(separator: " or ")
    }
}
