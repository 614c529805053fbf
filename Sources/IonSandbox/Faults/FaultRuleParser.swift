/// Reads the text of a fault rule.
struct FaultRuleParser {
    /// What is wrong with a text.
    struct Fault: Error {
        let message: String
    }

    private enum Word: Hashable {
        case plain(String)
        case quoted(String)
        case comma
    }

    private(set) var method = ""
    private(set) var path = ""
    private(set) var actions: [FaultAction] = []
    private(set) var delay = 0
    private(set) var times: Int?
    private let text: String

    /// A parser at the start of a text.
    init(_ text: String) {
        self.text = text
    }

    /// Reads all of it.
    mutating func readAll() throws(Fault) {
        guard let colon = text.firstRange(of: ": ") else {
            throw Fault(message: "it has no colon and blank between the path and the actions")
        }
        let head = text[..<colon.lowerBound].split(separator: " ")
        guard head.count == 2, head[1].hasPrefix("/") || head[1].hasPrefix("*") else {
            throw Fault(message: "before the colon stand a method or *, and a path that starts with / or *")
        }
        (method, path) = (head[0].uppercased(), String(head[1]))
        let words = try Self.words(text[colon.upperBound...])
        for action in words.split(separator: .comma, omittingEmptySubsequences: false) { try take(action) }
        if actions.isEmpty { throw Fault(message: "it has no action") }
        let isRetryable = actions.contains { if case .status = $0 { true } else { false } }
        if !isRetryable, actions.contains(where: { if case .retryAfter = $0 { true } else { false } }) {
            throw Fault(message: "retry-after needs a status beside it")
        }
    }

    private mutating func take(_ action: ArraySlice<Word>) throws(Fault) {
        var words = Array(action)
        guard case .plain(let name)? = words.first else { throw Fault(message: "an action is missing") }
        if words.count > 1, case .plain(let last)? = words.last, last.hasPrefix("x"), Int(last.dropFirst()) != nil {
            guard let number = Int(last.dropFirst()), number > 0 else {
                throw Fault(message: "\"\(last)\" is no number of times, such as x2")
            }
            times = number
            words.removeLast()
        }
        guard words.count <= 2 else { throw Fault(message: "there is too much behind \"\(name)\"") }
        if name == "after" { return delay = try Self.number(words.dropFirst().first, of: name) }
        actions.append(try Self.action(name, words.dropFirst().first))
    }

    private static func action(_ name: String, _ value: Word?) throws(Fault) -> FaultAction {
        switch (name, value) {
        case ("retry-after", .quoted(let date)): return .retryAfter(date)
        case ("retry-after", _): return .retryAfter(String(try number(value, of: name)))
        case ("slow", _):
            let count = try number(value, of: name)
            guard count > 0 else { throw Fault(message: "slow needs at least one byte") }
            return .slow(count)
        case ("truncate", _): return .truncate(try number(value, of: name))
        case ("reset", .some): return .reset(try number(value, of: name))
        case ("late", _): return .late(try number(value, of: name))
        case ("content-type", .quoted(let type)): return .contentType(type)
        case ("body", .quoted(let body)): return .body(body)
        case ("content-type", _), ("body", _): throw Fault(message: "\(name) needs a text in quotes")
        case (_, .some): throw Fault(message: isAction(name) ? "\(name) takes no value" : unknown(name))
        case (_, nil): return try bare(name)
        }
    }

    private static func bare(_ name: String) throws(Fault) -> FaultAction {
        if let action = bareActions[name] { return action }
        guard let status = Int(name) else { throw Fault(message: unknown(name)) }
        guard (200...599).contains(status) else { throw Fault(message: "\(status) is no status from 200 to 599") }
        return .status(status)
    }

    private static let bareActions: [String: FaultAction] = [
        "reset": .reset(nil), "expire-token": .expireToken, "endless": .endless, "repeat": .repeatPage,
        "gzip": .gzip, "bomb": .bomb, "stall": .stall, "drop-response": .dropResponse,
    ]

    private static func isAction(_ name: String) -> Bool { bareActions[name] != nil || Int(name) != nil }

    private static func unknown(_ name: String) -> String { "there is no action \"\(name)\"" }

    private static func number(_ word: Word?, of name: String) throws(Fault) -> Int {
        guard case .plain(let text)? = word, let number = Int(text), (0...1_000_000_000).contains(number) else {
            throw Fault(message: "\(name) needs a whole number behind it")
        }
        return number
    }

    private static func words(_ text: Substring) throws(Fault) -> [Word] {
        var (words, rest): ([Word], Substring) = ([], text)
        while let character = rest.first {
            switch character {
            case " ": rest.removeFirst()
            case ",":
                words.append(.comma)
                rest.removeFirst()
            case "\"":
                rest.removeFirst()
                words.append(.quoted(try quoted(&rest)))
            default:
                let word = rest.prefix { !" ,\"".contains($0) }
                words.append(.plain(String(word)))
                rest = rest.dropFirst(word.count)
            }
        }
        return words
    }

    /// The text up to a quote that no backslash stands before; `\n` is a line feed.
    private static func quoted(_ rest: inout Substring) throws(Fault) -> String {
        var text = ""
        while let character = rest.popFirst() {
            if character == "\"" { return text }
            guard character == "\\", let escaped = rest.popFirst() else {
                text.append(character)
                continue
            }
            text.append(escaped == "n" ? "\n" : escaped)
        }
        throw Fault(message: "a quote is not closed")
    }
}
