/// A fault on demand: which requests it is for, when, and what happens to them.
///
/// Written as `METHOD PATH-PATTERN: ACTION[, ACTION…]`, such as `GET /api/v3/*/subscriptions: 503 x2, retry-after 1`.
/// The method may be `*`; in the pattern `*` stands for any text, also across slashes. The query does not count.
package struct FaultRule: Sendable {
    /// What happens, in the order in which it was written.
    let actions: [FaultAction]
    /// How many matching requests pass before anything happens.
    let delay: Int
    /// How many requests it happens to then; `nil` for all.
    let times: Int?
    private let method: String
    private let path: Pattern

    /// The rule that a text describes.
    ///
    /// - Throws: ``SandboxError`` with code `rule` that says what is wrong and lists the actions.
    package init(parsing text: String) throws(SandboxError) {
        do throws(FaultRuleParser.Fault) {
            var parser = FaultRuleParser(Self.spelledOut(text))
            try parser.readAll()
            (method, path) = (parser.method, Pattern(parser.path, wildcard: "*"))
            (actions, delay, times) = (parser.actions, parser.delay, parser.times)
        } catch {
            throw SandboxError(
                code: .rule,
                message: "cannot read the fault rule \"\(text)\": \(error.message). A rule is "
                    + "'METHOD PATH-PATTERN: ACTION[, ACTION…]'; actions are \(FaultAction.list). Rules with a name "
                    + "are \(Self.named.keys.sorted().joined(separator: ", "))")
        }
    }

    /// Rules that have a name of their own: what may happen to an order to make invoices.
    private static let named = [
        "generate-unanswered": "POST */invoices/generate: drop-response",
        "generate-refused": "POST */invoices/generate: 400",
        "generate-late": "POST */invoices/generate: late 3",
    ]

    /// The rule that a text means which begins with a rule's name: `generate-unanswered x1`.
    private static func spelledOut(_ text: String) -> String {
        let name = text.prefix { $0 != " " }
        return named[String(name)].map { $0 + text[name.endIndex...] } ?? text
    }

    /// What an overview of a command says of the actions.
    package static let help = """
        The actions:
          200 … 599          answer this status          retry-after N      with a status; seconds, or a "DATE"
          slow N             N bytes every 100 ms        truncate N         promise all, close after N bytes
          reset              close without an answer     reset N            close after N bytes of the body
          content-type "T"   another type of content     body "T"           another body
          expire-token       all access tokens expire    endless            pages go round
          repeat             the first page, always      gzip               encode the body
          bomb               10 GB of nothing, gzipped   stall              the head, and then nothing
          drop-response      do it, close without an answer
          late N             what it makes is listed after N lists
          after N            let N requests pass first   … xN               N times, then behave
        Rules with a name: generate-unanswered, generate-refused, generate-late
        """

    /// Whether the rule is for requests like this one.
    func matches(_ request: Request) -> Bool {
        (method == "*" || method == request.method) && path.matches("/" + request.path.joined(separator: "/"))
    }
}
