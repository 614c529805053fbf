package import Records

/// What a parameter of a pipeline holds.
package enum ParameterType: String, Sendable, CaseIterable {
    case month
    case date
    case text
    case path
}

/// A parameter's value, of its type.
package enum ParameterValue: Sendable, Hashable, CustomStringConvertible {
    case month(Month)
    case date(CivilDate)
    case text(String)
    case path(String)

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
        }
    }

    /// What the type expects, for messages.
    static func form(of type: ParameterType) -> String {
        switch type {
        case .month: "a month such as 2026-10, or last-month"
        case .date: "a date such as 2026-10-31, or today"
        case .text: "text"
        case .path: "a path"
        }
    }

    package var description: String {
        switch self {
        case .month(let month): month.description
        case .date(let date): date.description
        case .text(let text), .path(let text): text
        }
    }
}
