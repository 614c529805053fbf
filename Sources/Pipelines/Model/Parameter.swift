package import Records

/// What a parameter of a pipeline holds.
package enum ParameterType: String, Sendable, CaseIterable {
    case month
    case date
    case text
    case path
    case count
    case decimal
    case boolean
    case list
}

/// A value that a run is given.
package struct Parameter: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// Its value.
    package let value: ParameterValue
    /// Where the value came from.
    package let origin: ValueOrigin
    /// What it is, for whoever runs the pipeline.
    package let about: String?
}

/// Where a parameter's value came from. The first of these that has one counts.
package enum ValueOrigin: Sendable, Hashable, CustomStringConvertible {
    /// From `--param`.
    case argument
    /// From an environment variable that the parameter names.
    case environment(String)
    /// From its default in the file.
    case standard(TextPosition)
    /// From nowhere: it has none, and what is looked at needs one.
    case sample

    package var description: String {
        switch self {
        case .argument: "--param"
        case .environment(let name): "environment variable \(name)"
        case .standard(let position): "its default, line \(position.line)"
        case .sample: "nothing: it has to be given"
        }
    }
}

/// A parameter's value, of its type.
package enum ParameterValue: Sendable, Hashable, CustomStringConvertible {
    case month(Month)
    case date(CivilDate)
    case text(String)
    case path(String)
    case count(Int)
    case decimal(ExactDecimal)
    case boolean(Bool)
    case list([String])

    /// A value from what the user wrote; `nil` when that is not of the type.
    ///
    /// - Parameter today: What `last-month`, `this-month` and `today` count from.
    init?(_ text: String, type: ParameterType, today: CivilDate) {
        switch (type, text) {
        case (.month, "last-month"): self = .month(Month(containing: today).previous)
        case (.month, "this-month"): self = .month(Month(containing: today))
        case (.month, _):
            guard let month = Month(text) else { return nil }
            self = .month(month)
        case (.date, "today"): self = .date(today)
        case (.date, _):
            guard let date = try? CivilDate(parsing: text), text.utf8.count == 10 else { return nil }
            self = .date(date)
        case (.text, _): self = .text(text)
        case (.path, _): self = .path(text)
        case (.count, _):
            guard let number = Int(text), number >= 0, String(number) == text else { return nil }
            self = .count(number)
        case (.decimal, _):
            guard let number = try? ExactDecimal(parsing: text) else { return nil }
            self = .decimal(number)
        case (.boolean, _):
            guard text == "true" || text == "false" else { return nil }
            self = .boolean(text == "true")
        case (.list, _): self = .list(text.split(separator: ",").map { String($0) })
        }
    }

    /// What stands for the value of a parameter that has none.
    static func sample(of type: ParameterType, name: String) -> String {
        switch type {
        case .month: "last-month"
        case .date: "today"
        case .text, .path, .list: "sample-\(name)"
        case .count, .decimal: "1"
        case .boolean: "true"
        }
    }

    /// What the type expects, for messages.
    static func form(of type: ParameterType) -> String {
        switch type {
        case .month: "a month such as 2026-10, or last-month"
        case .date: "a date such as 2026-10-31, or today"
        case .text: "text"
        case .path: "a path"
        case .count: "a whole number such as 0 or 25"
        case .decimal: "a number such as 0.05"
        case .boolean: "true or false"
        case .list: "a list such as a,b"
        }
    }

    /// A day of a month: its first (`start`), its last (`last_day`) or the day after (`end`).
    func part(_ name: String) -> CivilDate? {
        guard case .month(let month) = self else { return nil }
        switch name {
        case "start": return month.start
        case "end": return month.end
        case "last_day": return month.lastDay
        default: return nil
        }
    }

    /// The value in a condition.
    var operand: ExpressionValue {
        switch self {
        case .month(let month): .month(month)
        case .date(let date): .date(date)
        case .text(let text), .path(let text): .text(text)
        case .count(let number): .number(ExactDecimal(number))
        case .decimal(let number): .number(number)
        case .boolean(let value): .boolean(value)
        case .list(let elements): .list(elements)
        }
    }

    package var description: String {
        switch self {
        case .month(let month): month.description
        case .date(let date): date.description
        case .text(let text), .path(let text): text
        case .count(let number): String(number)
        case .decimal(let number): number.description
        case .boolean(let value): String(value)
        case .list(let elements): elements.joined(separator: ",")
        }
    }
}
