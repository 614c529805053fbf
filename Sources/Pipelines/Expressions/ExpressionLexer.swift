import Records

/// Parts an expression into words and signs.
struct ExpressionLexer {
    private let scalars: [Unicode.Scalar]
    private let origin: TextPosition
    private var index = 0
    private var tokens: [ExpressionToken] = []

    private init(_ text: String, at origin: TextPosition) {
        scalars = Array(text.unicodeScalars)
        self.origin = origin
    }

    /// The words of a text, and the end as the last of them.
    static func tokens(of text: String, at origin: TextPosition) throws(ExpressionFault) -> [ExpressionToken] {
        var lexer = ExpressionLexer(text, at: origin)
        while try lexer.next() {}
        return lexer.tokens
    }

    /// Whether there was one more word.
    private mutating func next() throws(ExpressionFault) -> Bool {
        while let scalar = scalar(), Self.isBlank(scalar) { index += 1 }
        guard let scalar = scalar() else {
            append(.end, from: index)
            return false
        }
        if Self.isDigit(scalar) || (scalar == "-" && startsNumber) {
            try number()
        } else if Self.isOfWord(scalar), scalar != "-" {
            try word()
        } else if scalar == "\"" {
            try text()
        } else {
            try sign()
        }
        return true
    }

    // MARK: - Words

    private mutating func word() throws(ExpressionFault) {
        let start = index
        var steps = [takeName()]
        while scalar() == "." {
            index += 1
            steps.append(takeName())
        }
        if steps.count == 1 {
            if let keyword = ExpressionToken.keyword(steps[0]) { return append(keyword, from: start) }
            try refuseShouted(steps[0], at: start)
        }
        try check(steps, from: start)
        append(.reference(steps), from: start)
    }

    private mutating func takeName() -> String {
        let start = index
        while let scalar = scalar(), Self.isOfWord(scalar) { index += 1 }
        return string(start..<index)
    }

    private func check(_ steps: [String], from start: Int) throws(ExpressionFault) {
        var place = start
        for step in steps {
            guard !step.isEmpty else { throw fault("a name must stand behind the dot", at: place - 1) }
            guard PipelineReader.isName(step) else {
                throw fault(
                    "a name has lower-case letters, digits, - and _ only, a letter first: \"\(step)\"", at: place)
            }
            place += step.unicodeScalars.count + 1
        }
    }

    /// Refuses `AND` and `True`.
    private func refuseShouted(_ word: String, at start: Int) throws(ExpressionFault) {
        let small = word.lowercased()
        guard small != word, let hint = NearMiss.hint(forOperator: small) ?? NearMiss.hint(forValue: small) else {
            return
        }
        throw fault("\"\(word)\" has no meaning here; \(hint)", at: start)
    }

    // MARK: - Values

    /// Whether the `-` here is a number's sign: where it stands before a digit and behind no value.
    private var startsNumber: Bool {
        scalar(1).map(Self.isDigit) == true && tokens.last?.endsOperand != true
    }

    private mutating func number() throws(ExpressionFault) {
        let start = index
        index += 1
        while let scalar = scalar(), Self.isOfWord(scalar) || scalar == "." { index += 1 }
        let value = try value(of: string(start..<index), at: start)
        append(.value(value), from: start)
    }

    private func value(of word: String, at start: Int) throws(ExpressionFault) -> ExpressionValue {
        switch String(word.map { ("0"..."9").contains($0) ? "9" : $0 }) {
        case "9999-99-99":
            guard let date = try? CivilDate(parsing: word) else { throw fault("there is no day \(word)", at: start) }
            return .date(date)
        case "9999-99":
            guard let month = Month(word) else { throw fault("there is no month \(word)", at: start) }
            return .month(month)
        default:
            do {
                return .number(try ExactDecimal(parsing: word))
            } catch .notANumber {
                let hint = word.dropFirst().contains("-") ? "; to subtract, put blanks around the -" : ""
                throw fault("\"\(word)\" is not a number, a date (2026-10-01) or a month (2026-10)\(hint)", at: start)
            } catch {
                throw fault("\"\(word)\" \(error)", at: start)
            }
        }
    }

    private mutating func text() throws(ExpressionFault) {
        let start = index
        var text = String.UnicodeScalarView()
        index += 1
        while let scalar = scalar(), scalar != "\"" {
            if scalar == "\\" {
                index += 1
                guard let escaped = self.scalar(), escaped == "\"" || escaped == "\\" else {
                    throw fault(#"in a text, \ stands before " or another \ only; write \\ for one"#, at: index - 1)
                }
            }
            text.append(scalars[index])
            index += 1
        }
        guard scalar() != nil else { throw fault("the text that begins here has no closing \"", at: start) }
        index += 1
        append(.value(.text(String(text))), from: start)
    }

    // MARK: - Signs

    /// The longest sign that is known, be it from elsewhere.
    private mutating func sign() throws(ExpressionFault) {
        let start = index
        for length in [3, 2, 1] where start + length <= scalars.count {
            let sign = string(start..<start + length)
            if let kind = ExpressionToken.sign(sign) {
                index += length
                return append(kind, from: start)
            }
            if let hint = NearMiss.hint(forSign: sign) {
                throw fault("\"\(sign)\" has no meaning here; \(hint)", at: start)
            }
        }
        throw fault("\"\(string(start..<start + 1))\" has no meaning here", at: start)
    }

    // MARK: - Characters

    private func scalar(_ distance: Int = 0) -> Unicode.Scalar? {
        index + distance < scalars.count ? scalars[index + distance] : nil
    }

    private func string(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    private mutating func append(_ kind: ExpressionToken.Kind, from start: Int) {
        tokens.append(ExpressionToken(kind: kind, text: string(start..<index), offset: start))
    }

    private func fault(_ message: String, at offset: Int) -> ExpressionFault {
        ExpressionFault(message, at: origin.advanced(byColumns: offset))
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    /// Letters of all scripts: those that no name has are told as part of the word they stand in.
    private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            ? isDigit(scalar) || scalar.properties.isAlphabetic || scalar == "_" || scalar == "-"
            : scalar.properties.isAlphabetic
    }
}

extension TextPosition {
    /// The place so many characters behind this one, on its line.
    func advanced(byColumns columns: Int) -> TextPosition {
        TextPosition(line: line, column: column + columns)
    }
}
