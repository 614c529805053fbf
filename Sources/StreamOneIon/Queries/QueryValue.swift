/// A value that can stand in a query, and that people write on a command line or in a pipeline file.
protocol QueryValue: Sendable {
    /// What a help page calls a value: `ID`, `DATE`.
    static var placeholder: String { get }
    /// The values that are known; empty where anything goes.
    static var knownTexts: [String] { get }
    /// Whether values beside the known ones make sense, because the service may have learnt some.
    static var isOpen: Bool { get }
    /// The text that is sent.
    var queryText: String { get }
    /// A value from what somebody wrote; `nil` for what is none.
    init?(queryText: String)
}

extension QueryValue {
    static var knownTexts: [String] { [] }
    static var isOpen: Bool { true }
}

extension String: QueryValue {
    static var placeholder: String { "TEXT" }
    var queryText: String { self }
    init?(queryText: String) {
        guard !queryText.isEmpty else { return nil }
        self = queryText
    }
}

extension Bool: QueryValue {
    static var placeholder: String { "true|false" }
    static var knownTexts: [String] { ["true", "false"] }
    static var isOpen: Bool { false }
    var queryText: String { self ? "true" : "false" }
    init?(queryText: String) {
        guard Self.knownTexts.contains(queryText) else { return nil }
        self = queryText == "true"
    }
}

extension Int: QueryValue {
    static var placeholder: String { "N" }
    var queryText: String { String(self) }
    init?(queryText: String) {
        guard let number = Int(queryText), String(number) == queryText, number >= 0 else { return nil }
        self = number
    }
}
