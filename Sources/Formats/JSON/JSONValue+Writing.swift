extension JSONValue {
    /// The value as one line of JSON.
    package var compactText: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value as indented JSON, two spaces a level, with a newline at the end.
    package var indentedText: String {
        var bytes: [UInt8] = []
        append(to: &bytes, indentation: 0)
        bytes.append(UInt8(ascii: "\n"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the value as JSON: on one line, or indented from this level on.
    package func append(to bytes: inout [UInt8], indentation: Int? = nil) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let text): bytes.append(contentsOf: text.utf8)
        case .string(let text): Self.append(text, to: &bytes)
        case .array(let elements):
            Self.append(elements, "[", "]", to: &bytes, indentation) { element, bytes, inner in
                element.append(to: &bytes, indentation: inner)
            }
        case .object(let members):
            Self.append(members, "{", "}", to: &bytes, indentation) { member, bytes, inner in
                Self.append(member.name, to: &bytes)
                bytes.append(contentsOf: (inner == nil ? ":" : ": ").utf8)
                member.value.append(to: &bytes, indentation: inner)
            }
        }
    }

    /// Appends a string with its quotes and escapes.
    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let utf8 = text.utf8
        bytes.append(UInt8(ascii: "\""))
        JSONText.appendEscaped(utf8.span, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    private static func append<Item>(
        _ items: [Item], _ opening: StaticString, _ closing: StaticString, to bytes: inout [UInt8],
        _ indentation: Int?, _ appendItem: (Item, inout [UInt8], Int?) -> Void
    ) {
        let inner = indentation.map { $0 + 1 }
        bytes.append(contentsOf: opening.description.utf8)
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            appendBreak(inner, to: &bytes)
            appendItem(item, &bytes, inner)
        }
        if !items.isEmpty { appendBreak(indentation, to: &bytes) }
        bytes.append(contentsOf: closing.description.utf8)
    }

    private static func appendBreak(_ indentation: Int?, to bytes: inout [UInt8]) {
        guard let indentation else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation * 2))
    }
}

/// The text between the quotes of a JSON string.
package enum JSONText {
    /// Appends bytes of UTF-8 with the escapes that JSON demands and no others. Runs without any are copied whole.
    package static func appendEscaped(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
        var start = 0
        for index in text.indices where mustBeEscaped(text[index]) {
            append(text.extracting(start..<index), to: &bytes)
            appendEscape(of: text[index], to: &bytes)
            start = index + 1
        }
        append(text.extracting(start..<text.count), to: &bytes)
    }

    private static func mustBeEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func append(_ run: Span<UInt8>, to bytes: inout [UInt8]) {
        unsafe run.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    private static func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0..<0x20: bytes.append(contentsOf: "u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
        default: bytes.append(byte)
        }
    }
}
