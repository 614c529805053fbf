internal import Formats

/// XML made of JSON: members become elements, a list's elements are named as the list without its last "s".
enum XMLText {
    /// What a document begins with.
    static let declaration = #"<?xml version="1.0" encoding="UTF-8"?>"#
    /// What stands before the first element of an answer.
    static let opening = declaration + "<response><data>"
    /// What stands behind the last one.
    static let ending = "</data></response>"
    /// The whole of an answer without anything in it.
    static let empty = declaration + "<response><data/></response>"

    /// Appends a value as the element of a name.
    static func append(_ value: JSONValue, named name: String, to bytes: inout [UInt8]) {
        let name = elementName(name)
        switch value {
        case .null: bytes.append(contentsOf: "<\(name)/>".utf8)
        // A list that is called as its elements are has nothing around them.
        case .array(let elements) where singular(name) == name:
            for element in elements { append(element, named: name, to: &bytes) }
        case .array(let elements) where elements.isEmpty: bytes.append(contentsOf: "<\(name)/>".utf8)
        case .object(let members) where members.isEmpty: bytes.append(contentsOf: "<\(name)/>".utf8)
        default:
            bytes.append(contentsOf: "<\(name)>".utf8)
            append(contentOf: value, of: name, to: &bytes)
            bytes.append(contentsOf: "</\(name)>".utf8)
        }
    }

    private static func append(contentOf value: JSONValue, of name: String, to bytes: inout [UInt8]) {
        switch value {
        case .null: break
        case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let text), .string(let text): appendEscaped(text, to: &bytes)
        case .array(let elements):
            for element in elements { append(element, named: singular(name), to: &bytes) }
        case .object(let members):
            for member in members { append(member.value, named: member.name, to: &bytes) }
        }
    }

    /// The name of a list's elements.
    static func singular(_ name: String) -> String {
        name.hasSuffix("s") && name.count > 1 ? String(name.dropLast()) : name
    }

    private static func elementName(_ name: String) -> String {
        let characters = name.unicodeScalars.map { scalar -> Character in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "_-.".unicodeScalars.contains(scalar)
                ? Character(scalar) : "_"
        }
        let isGoodStart = characters.first.map { $0.isLetter || $0 == "_" } ?? false
        return (isGoodStart ? "" : "_") + String(characters)
    }

    /// Appends text; what XML 1.0 cannot hold becomes U+FFFD, and a carriage return an escape, since a reader would
    /// take it for a line feed.
    static func appendEscaped(_ text: String, to bytes: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: bytes.append(contentsOf: "&amp;".utf8)
            case 0x3C: bytes.append(contentsOf: "&lt;".utf8)
            case 0x3E: bytes.append(contentsOf: "&gt;".utf8)
            case 0x0D: bytes.append(contentsOf: "&#13;".utf8)
            case 0x09, 0x0A, 0x20...0xFFFD, 0x10000...0x10FFFF: bytes.append(contentsOf: String(scalar).utf8)
            default: bytes.append(contentsOf: "\u{FFFD}".utf8)
            }
        }
    }
}
