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
            Case(["a/b+c d="], "q=a%2Fb%2Bc%20d%3D&r", "q=<secret>&r"),
            Case(["a/b+c d="], "q=a%2fb%2bc%20d%3d&r", "q=<secret>&r"),
            Case(["a/b+c d="], "q=a%2Fb%2Bc+d%3D&r", "q=<secret>&r"),
            Case([#"pass"word\"#], #"{"p": "pass\"word\\"}"#, #"{"p": "<secret>"}"#),
            Case(["abcd", "bcdefg"], "abcdefgabc", "<secret>abc"),
        ]
    )
    func redacts(_ example: Case) {
        let redactor = Redactor()
        for secret in example.secrets { redactor.remember(Secret(secret)) }
        let redacted = redactor.redact(example.text)
        #expect(Array(redacted.utf8) == Array(example.expected.utf8), "\(redacted)")
    }

    @Test(
        "A pair leaves a text in the form of basic authorization too",
        arguments: [
            ("user", "password", "dXNlcjpwYXNzd29yZA=="), ("user1", "password", "dXNlcjE6cGFzc3dvcmQ="),
            ("user12", "password", "dXNlcjEyOnBhc3N3b3Jk"), ("käy", "?>~ÿ", "a8OkeTo/Pn7Dvw=="),
        ])
    func pair(_ user: String, _ password: String, _ encoded: String) {
        let redactor = Redactor()
        redactor.remember(user: Secret(user), password: Secret(password))
        #expect(redactor.redact("Basic \(encoded); \(password)") == "Basic <secret>; <secret>")
    }

    @Test(
        "The beginning of a long secret goes too, where a text was cut; that of an address does not",
        arguments: [
            ("cut: 0123456789abcdef…", "cut: <secret>…"), ("0123456789abcde", "0123456789abcde"),
            ("https://h/files/7?sig=1", "<secret>"), ("https://h/files/8", "https://h/files/8"),
        ])
    func cut(_ text: String, _ expected: String) {
        let redactor = Redactor()
        redactor.remember(Secret("0123456789abcdef0123456789abcdef"))
        redactor.rememberAddress(Secret("https://h/files/7?sig=1"))
        #expect(redactor.redact(text) == expected)
    }

    @Test(
        "A secret goes in the forms that XML and careful JSON give it",
        arguments: [
            "<p>a&amp;b&lt;c/d</p>", #"{"p": "a&b<c\/d"}"#, #"{"p": "a\u0026b\u003cc/d"}"#,
        ])
    func escapes(_ text: String) {
        let redactor = Redactor()
        redactor.remember(Secret("a&b<c/d"))
        #expect(redactor.redact(text).contains("<secret>"))
    }

    @Test("A large text without a secret comes back as it is")
    func large() {
        let redactor = Redactor()
        for number in 0..<50 { redactor.remember(Secret("zecret-\(number)")) }
        let text = String(repeating: "nothing to hide in this row, ", count: 20_000)
        #expect(redactor.redact(text) == text)
        #expect(redactor.redact(text + "zecret-49") == text + "<secret>")
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
