import Records
import Testing

@Suite("Secrets")
struct RedactorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let secrets: [String]
        let text: String
        let expected: String

        init(_ secrets: [String], _ text: String, _ expected: String) {
            (self.secrets, self.text, self.expected) = (secrets, text, expected)
        }

        var testDescription: String { "\(secrets) in \(text)" }
    }

    @Test(
        "Known secrets leave a text by their value",
        arguments: [
            Case(["hunter22"], "the key hunter22, again hunter22", "the key <secret>, again <secret>"),
            Case(["hunter22"], "nothing here", "nothing here"),
            Case([], "nothing known", "nothing known"),
            Case(["hunter22"], "", ""),
            Case(["abc"], "abc is too short to hide", "abc is too short to hide"),
            Case(["abcd", "abcdefgh"], "xabcdefghx abcdx", "x<secret>x <secret>x"),
            Case(["abcdef", "defghi"], "1abcdefghi2", "1<secret>2"),
            Case(["abab"], "xababab!", "x<secret>!"),
            Case(["abcd"], "abcdabcd", "<secret><secret>"),
            Case(["secret"], "a secret", "a <secret>"),
            Case(["secret", "key-1234"], "key-1234", "<secret>"),
            Case(["pass"], "pass\u{301}word", "<secret>\u{301}word"),
            Case(["naïve-key"], "k=naïve-key\r\n", "k=<secret>\r\n"),
            Case(["🔑🔑"], "x🔑🔑🔑y", "x<secret>y"),
        ]
    )
    func redacts(_ example: Case) {
        let redactor = Redactor()
        for secret in example.secrets { redactor.remember(Secret(secret)) }
        let redacted = redactor.redact(example.text)
        #expect(Array(redacted.utf8) == Array(example.expected.utf8), "\(redacted)")
    }

    @Test("A secret does not print itself")
    func description() {
        let secret = Secret("hunter22")
        #expect("\(secret)" == "<secret>")
        #expect(String(reflecting: secret) == "<secret>")
        #expect(String(reflecting: [secret: Optional(secret)]).contains("hunter22") == false)
        #expect(secret.revealed == "hunter22")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains("hunter22"))
    }
}
