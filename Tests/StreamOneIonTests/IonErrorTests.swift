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
        let error = IonError(status: status, body: [], while: "fetching report 1")
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
        let error = IonError(status: 400, body: Array(body.utf8), while: "x")
        #expect(error.message.contains(part), "\(error.message)")
        #expect(error.requestID == requestID)
    }

    @Test("Long words are cut")
    func longWords() {
        let body = #"{"message": ""# + String(repeating: "a", count: 5_000) + #""}"#
        #expect(IonError(status: 400, body: Array(body.utf8), while: "x").message.count < 500)
    }
}
