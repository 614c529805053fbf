import Pipelines
import Records

/// Parses an expression that stands at 1:1.
func expression(_ text: String) throws -> Expression {
    try Expression(parsing: text, at: TextPosition(line: 1, column: 1))
}

/// The fault of a text that is no expression, as `column: message`; `nil` when it is one.
func parsingFault(_ text: String) -> String? {
    do throws(ExpressionFault) {
        _ = try Expression(parsing: text, at: TextPosition(line: 7, column: 1))
        return nil
    } catch {
        return error.position.line == 7 ? "\(error.position.column): \(error.message)" : "on another line"
    }
}

/// What a pipeline could have to offer, a name for each type.
enum Offer {
    static let types: [String: ExpressionType] = [
        "params.dry": .boolean, "params.provider": .text, "params.report": .text, "params.rate": .number,
        "params.as_of": .date, "params.period": .month, "params.period.start": .date, "params.period.end": .date,
        "params.period.last_day": .date, "params.customers": .list, "each.customer": .text, "tie_out.breaks": .number,
        "tie_out.matches": .number, "charges.records": .number, "charges.rejects": .number,
    ]

    /// A reference of each type.
    static let names: [ExpressionType: String] = [
        .boolean: "params.dry", .text: "params.provider", .number: "tie_out.breaks", .date: "params.as_of",
        .month: "params.period", .list: "params.customers",
    ]

    static func type(of reference: Reference) -> Result<ExpressionType, UnknownReference> {
        guard let type = types[reference.description] else {
            return .failure(UnknownReference(message: "there is no \(reference)"))
        }
        return .success(type)
    }

    /// The faults of a whole expression, each as `column: message`.
    static func faults(_ text: String) throws -> [String] {
        try expression(text).check(type).map { "\($0.position.column): \($0.message)" }
    }

    /// What comes of an expression with such values, each written as an expression writes it; a `?` is not known yet.
    static func evaluate(_ text: String, _ values: [String: String]) throws -> Evaluation {
        let known = try values.filter { $0.value != "?" }.mapValues(value)
        return try expression(text).evaluate { known[$0.description] }
    }

    private static func value(_ text: String) throws -> ExpressionValue {
        switch text {
        case "true", "false": return .boolean(text == "true")
        case _ where text.hasPrefix("\""): return .text(String(text.dropFirst().dropLast()))
        case _ where text.hasPrefix("["):
            return .list(text.dropFirst().dropLast().split(separator: ",").map(String.init))
        default:
            if let month = Month(text) { return .month(month) }
            if let date = try? CivilDate(parsing: text) { return .date(date) }
            return .number(try ExactDecimal(parsing: text))
        }
    }
}

extension Evaluation.Outcome {
    /// The outcome in a word, for tables.
    var word: String {
        switch self {
        case .holds: "true"
        case .fails: "false"
        case .unknown: "?"
        case .fault: "fault"
        }
    }
}
