/// What other languages write, and what is written here.
enum NearMiss {
    /// What to do instead of a sign; `nil` when it is none that is known elsewhere.
    static func hint(forSign sign: String) -> String? {
        switch sign {
        case "=", "===", "\u{FF1D}": "write =="
        case "<>", "!==", "/=", "~=", "≠": "write !="
        case "=<", "≤": "write <="
        case "=>", "≥": "write >="
        case "&&", "&": "write and"
        case "||", "|": "write or"
        case "!", "¬": "write not"
        case "'", "`", "“", "”", "‘", "’", "„": "write texts between double quotation marks: \"aws\""
        case "$", "${": "write references without ${ }: params.period"
        case "*", "/", "%", "^": "of arithmetic, there are + and - only"
        case "–", "—", "−": "write -"
        case "{", "}": "write lists between [ and ], and group with ( and )"
        case ";": "part the values of a list with commas, and join conditions with and"
        case ".": "write names without blanks around their dots, and 0.5 with its nought"
        case "\u{A0}": "write a plain blank for this one, which is a no-break blank"
        default: nil
        }
    }

    /// What to do instead of a word between two values; `nil` when it is none that is known elsewhere.
    static func hint(forOperator word: String) -> String? {
        switch word {
        case "is", "eq", "equals", "equal": "write =="
        case "isnt", "ne", "neq": "write !="
        case "lt", "below", "under": "write <"
        case "le", "lte": "write <="
        case "gt", "above", "over": "write >"
        case "ge", "gte": "write >="
        case "plus": "write +"
        case "minus": "write -"
        case "contains", "has": "write the value before the list: \"C-1\" in params.customers"
        case "xor": "write != between two conditions"
        case "then", "if", "unless", "else": "a condition is all there is"
        default: hint(forKeyword: word)
        }
    }

    /// What to do instead of a word that stands for a value; `nil` when it is none that is known elsewhere.
    static func hint(forValue word: String) -> String? {
        switch word {
        case "yes", "on": "write true"
        case "no", "off": "write false"
        case "null", "nil", "none": "every value is there; compare with \"\" for an empty text"
        default: hint(forKeyword: word)
        }
    }

    private static func hint(forKeyword word: String) -> String? {
        ExpressionToken.keyword(word) == nil ? nil : "write \(word)"
    }
}
