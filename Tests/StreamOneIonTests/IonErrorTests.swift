import HTTPTransport
import Records
import Testing

@testable import StreamOneIon

@Suite("What a failed call is told as")
struct IonErrorTests {
    @Test(
        "Codes by status",
        arguments: [
            (400, IonError.Code.badRequest), (401, .refused), (403, .refused), (404, .notFound), (409, .badRequest),
            (422, .badRequest), (429, .unavailable), (500, .unavailable), (503, .unavailable), (302, .unexpectedAnswer),
        ])
    func codes(_ status: Int, _ code: IonError.Code) {
        let error = Self.error(status, "", while: "fetching report 1")
        #expect(error.code == code)
        #expect(error.status == status)
        #expect(error.message.hasPrefix("fetching report 1: the service answered \(status). "))
    }

    @Test(
        "The service's words and the request's number",
        arguments: [
            (
                #"{"code": 5, "message": "no such report", "details": [{"@type": "x"}, {"requestId": "r-9"}]}"#,
                ": no such report (request r-9). ", "r-9"
            ),
            (#"{"error": "invalid_grant"}"#, ": invalid_grant. ", nil),
            (#"{"message": 5, "details": {}}"#, "answered 400. ", nil),
            ("<html>Bad gateway</html>", "answered 400. ", nil), ("[]", "answered 400. ", nil),
        ] as [(String, String, String?)])
    func words(_ body: String, _ part: String, _ requestID: String?) {
        let error = Self.error(400, body)
        #expect(error.message.contains(part), "\(error.message)")
        #expect(error.requestID == requestID)
    }

    @Test(
        "The API's own code is kept: the finest that there is",
        arguments: [
            (#"{"error": "NOT_FOUND", "code": 404}"#, "NOT_FOUND"),
            (#"{"error": "FAILED_PRECONDITION", "details": [{"@type": "x"}, {"code": "CUS-CR-001"}]}"#, "CUS-CR-001"),
            (#"{"code": 3, "error": "bad order", "details": [{"errors": [{"code": "COMM-VL-004"}]}]}"#, "COMM-VL-004"),
            (#"{"error": "cannot validate token: redis: nil"}"#, nil), ("<html>", nil),
        ] as [(String, String?)])
    func apiCode(_ body: String, _ code: String?) {
        #expect(Self.error(400, body).apiCode == code)
    }

    @Test("Long words are cut")
    func longWords() {
        let body = #"{"message": ""# + String(repeating: "a", count: 5_000) + #""}"#
        #expect(Self.error(400, body).message.count < 500)
    }

    @Test("The service's words lose their secrets before they are cut, and their control characters")
    func quotedWords() {
        let redactor = Redactor()
        redactor.remember(Secret("hunter22"))
        let words = String(repeating: "a", count: 296) + "hunter22"
        let cut = Self.error(400, #"{"message": "\#(words)"}"#, redactor: redactor)
        #expect(!cut.message.contains("hunt"), "\(cut.message)")
        let coloured = Self.error(400, #"{"message": "\u001b[2Jhunter22"}"#, redactor: redactor)
        #expect(coloured.message.contains(#": \u{1b}[2J<secret>. "#), "\(coloured.message)")
    }

    @Test("How often it was tried, how long the service asks to wait, and where it points to")
    func circumstances() {
        var head = HTTPResponseHead(status: 503, contentType: nil)
        head.attempt = 5
        head.askedWait = .seconds(600)
        let busy = IonError(head, body: [], while: "x", redactor: Redactor()).message
        #expect(
            busy == "x: the service answered 503 (after 5 attempts). It asks to wait 600 s before the next request. "
                + "Run again later.")
        var moved = HTTPResponseHead(status: 302, contentType: nil)
        for (location, shown) in [
            ("https://login.example/sso?token=abc", "login.example"), ("https://u:p@login.example#a", "login.example"),
            ("/login?next=abc", "/login"),
        ] {
            moved.location = location
            let error = IonError(moved, body: [], while: "x", redactor: Redactor())
            #expect(error.code == .unexpectedAnswer)
            #expect(error.message.contains("answered 302. It points to \(shown), and is not followed. "))
        }
    }

    private static func error(
        _ status: Int, _ body: String, while activity: String = "x", redactor: Redactor = Redactor()
    ) -> IonError {
        let head = HTTPResponseHead(status: status, contentType: nil)
        return IonError(head, body: Array(body.utf8), while: activity, redactor: redactor)
    }
}
