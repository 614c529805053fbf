/// What spreadsheets make of the text of a cell when they open a CSV file.
///
/// A cell is a formula for them when it begins with `=`, `+`, `-` or `@`, and no quotes around it change that. Blanks in
/// front are passed over by some; a tab or a line end in front may be dropped, or begin a cell of its own when the text is
/// pasted; and some with Asian input take the wide forms of the four signs for them. What is plainly a number is none,
/// whatever its sign: `-12.50`, `+5`, `-6.1e-7`.
enum SpreadsheetFormula {
    /// Whether a text could become a formula.
    static func begins(_ text: Span<UInt8>) -> Bool {
        guard text.count > 0 else { return false }
        switch text[0] {
        // Almost all text begins with a letter or a digit, and needs no closer look.
        case 0x30..<0x3D, 0x3E..<0x40, 0x41..<0xEF: return false
        case 0x09, 0x0A, 0x0D: return true
        default: return beginsBehindBlanks(text)
        }
    }

    private static func beginsBehindBlanks(_ text: Span<UInt8>) -> Bool {
        guard let start = text.indices.first(where: { text[$0] != 0x20 }) else { return false }
        let rest = text.extracting(droppingFirst: start)
        switch rest[0] {
        case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D: return true
        case UInt8(ascii: "+"), UInt8(ascii: "-"): return !isNumber(rest)
        default: return isWideSign(rest)
        }
    }

    /// Whether a text begins with the wide form of one of the four signs, U+FF1D, U+FF0B, U+FF0D or U+FF20.
    private static func isWideSign(_ text: Span<UInt8>) -> Bool {
        guard text.count >= 3, text[0] == 0xEF, text[1] == 0xBC else { return false }
        return [0x9D, 0x8B, 0x8D, 0xA0].contains(text[2])
    }

    /// Whether a text is a sign, digits with at most one point among them, and perhaps an exponent; nothing else.
    private static func isNumber(_ text: Span<UInt8>) -> Bool {
        var index = 1
        let whole = skipDigits(text, &index)
        var fraction = 0
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            fraction = skipDigits(text, &index)
        }
        guard whole + fraction > 0 else { return false }
        guard index < text.count else { return true }
        guard text[index] | 0x20 == UInt8(ascii: "e") else { return false }
        index += 1
        if index < text.count, text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") { index += 1 }
        return skipDigits(text, &index) > 0 && index == text.count
    }

    private static func skipDigits(_ text: Span<UInt8>, _ index: inout Int) -> Int {
        let start = index
        while index < text.count, text[index] &- UInt8(ascii: "0") <= 9 { index += 1 }
        return index - start
    }
}
