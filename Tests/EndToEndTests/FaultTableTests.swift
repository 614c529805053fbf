import Formats
import Foundation
import Testing

/// What the service does, and how a run ends that meets it.
struct ServiceFault: Sendable, CustomTestStringConvertible {
    /// The sandbox's rule.
    let rule: String
    /// How invoices are asked for.
    let accept: String
    /// How the run ends.
    let code: Int32
    /// What standard error ends with, in order; `ADDRESS` stands for the service's.
    let words: [String]

    init(_ rule: String, _ accept: String = "json", code: Int32, _ words: String...) {
        (self.rule, self.accept, self.code, self.words) = (rule, accept, code, words)
    }

    var testDescription: String { "\(rule) (\(accept))" }
}

@Suite("Faults of the service, one by one")
struct FaultTableTests {
    private static let fetchingInvoices = #"stage "invoices": fetching invoices from 0: "#
    private static let portal = "In the StreamOne Ion portal open Settings > Users > Edit > Request New Credentials"

    /// Nothing is wrong in the end: the run ends as one without faults does.
    static let overcome = [
        ServiceFault("GET */invoices/*: 503 x2, retry-after 0", code: 3),
        ServiceFault("GET */invoices/*: 429 x1, retry-after 0", code: 3),
        ServiceFault(#"GET */invoices/*: 429 x1, retry-after "Wed, 21 Oct 2015 07:28:00 GMT""#, code: 3),
        ServiceFault("GET */invoices/*: 502 x1", code: 3),
        ServiceFault("GET */invoices/*: 504 x2", code: 3),
        ServiceFault("GET */invoices/*: reset x1", code: 3),
        ServiceFault("GET */invoices/*: truncate 5000 x2", "xml", code: 3),
        ServiceFault("GET */invoices/*: gzip", "xml", code: 3),
        ServiceFault("GET */subscriptions: slow 100000", code: 3),
        ServiceFault("GET */subscriptions: expire-token x1, after 1", code: 3),
        ServiceFault("POST */reportDataCsv: 503 x1", code: 3),
        ServiceFault("POST */reportDataCsv: 401 x1", code: 3),
        ServiceFault("POST */reportDataCsv: reset 70000 x1", code: 3),
        ServiceFault("POST */reportDataCsv: truncate 100000 x2", code: 3),
        ServiceFault("POST */reportDataCsv: gzip", code: 3),
        ServiceFault("POST /oauth/validateAccess: 503 x1", code: 3),
    ]

    /// The service is not to be had.
    static let unavailable = [
        ServiceFault(
            "GET */invoices/*: 503", code: 69, fetchingInvoices + "the service answered 503", "(after 3 attempts)",
            "Run again later."),
        ServiceFault("GET */invoices/*: 500", code: 69, "the service answered 500", "(after 3 attempts)"),
        ServiceFault(
            "GET */invoices/*: 429, retry-after 3600", code: 69, "the service answered 429",
            "It asks to wait 3600 s before the next request. Run again later."),
        ServiceFault(
            "GET */invoices/*: reset", code: 69, "ADDRESS/api/v1/invoices/myinvoices: Empty reply from server",
            "(after 3 attempts). The response did not arrive whole; nothing of it is used. Run again."),
        ServiceFault("GET */invoices/*: truncate 5000", code: 69, "closed with 78606 bytes remaining to read"),
        ServiceFault("GET */invoices/*: stall", code: 69, "The service did not answer in time. Run again later."),
        ServiceFault(
            "POST */reportDataCsv: reset 70000", code: 69, #"stage "report": fetching report 49038: "#,
            "(after 3 attempts). The response did not arrive whole; nothing of it is used. Run again."),
        ServiceFault("POST */reportDataCsv: truncate 100000", code: 69, "72362 bytes remaining to read"),
        ServiceFault(
            "POST /oauth/validateAccess: 500", code: 69, "validating the token: the service answered 500",
            "(after 3 attempts)"),
        ServiceFault(
            "POST /oauth/token: 503", code: 69, "renewing the token: the service answered 503",
            "nobody can tell whether this one is used up. The next run finds out.", portal),
    ]

    /// The service says no.
    static let refused = [
        ServiceFault(
            "GET */invoices/*: 400", code: 1, "the service answered 400", "Check the parameters of the stage."),
        ServiceFault("GET */invoices/*: 401", code: 77, "the service answered 401", "Check that the credentials in"),
        ServiceFault("GET */invoices/*: 403", code: 77, "the service answered 403", "may do this."),
        ServiceFault("GET */invoices/*: 404", code: 1, "the service answered 404", "Check the number"),
        ServiceFault("GET */reports/49038: 404", code: 1, "fetching the description of report 49038", "answered 404"),
        ServiceFault("POST */reportDataCsv: 401", code: 77, "fetching report 49038: the service answered 401"),
        ServiceFault(
            "POST /oauth/token: drop-response", code: 77, "renewing the token: ADDRESS/oauth/token",
            "The refresh token may have been used up by this attempt.", portal),
        ServiceFault(
            "POST /oauth/token: 400", code: 77, "the service does not accept the refresh token (status 400)", portal),
    ]

    /// The service answers, and the answer is no good.
    static let broken = [
        ServiceFault("GET */invoices/*: 302", code: 65, "the service answered 302", "Check that the base URL is"),
        ServiceFault("GET */invoices/*: 204", code: 65, "the service answered 204", "Check that the base URL is"),
        ServiceFault("GET */invoices/*: 206", code: 65, "the service answered 206", "Check that the base URL is"),
        ServiceFault(
            #"GET */invoices/*: content-type "text/html""#, "xml", code: 65,
            "answered with text/html where text/xml was asked for"),
        ServiceFault(
            #"POST */reportDataCsv: content-type "text/html""#, code: 65,
            "answered with text/html where application/json was asked for"),
        ServiceFault(
            #"GET */invoices/*: content-type "application/json""#, "xml", code: 65,
            "the service answered with application/json where text/xml was asked for"),
        ServiceFault(
            #"GET */invoices/*: body "{\"data\":{\"invoice\":[{\"id\":\"1\"""#, code: 65,
            "invoices-1.json: the JSON text is cut off after 29 bytes"),
        ServiceFault(
            #"GET */invoices/*: body """#, code: 65, "invoices-1.json: the JSON text is cut off after 0 bytes"),
        ServiceFault(#"GET */invoices/*: body """#, "xml", code: 65, "invoices-1.xml: the XML document is empty"),
        ServiceFault(#"GET */invoices/*: body "", after 1"#, code: 65, "invoices-2.json: the JSON text is cut off"),
        ServiceFault(
            #"GET */invoices/*: body "", after 1"#, "xml", code: 65, "invoices-2.xml: the XML document is empty"),
        ServiceFault(
            #"GET */invoices/*: body "{\"data\":{\"invoice\":[{\"id\":\"1\",\"id\":\"2\"}]}}", after 1"#, code: 65,
            "invoices-2.json", "stands there twice"),
        ServiceFault(
            #"GET */invoices/*: body "<response><data><invoice><id>1</id>""#, "xml", code: 65,
            "invoices-1.xml: the XML document is cut off after 35 bytes"),
        ServiceFault(
            #"GET */invoices/*: body "<a>&lol;</a>""#, "xml", code: 65,
            "an entity stands there that XML itself does not have"),
        ServiceFault(
            #"GET */invoices/*: body "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>""#, "xml", code: 65,
            "the XML document has a DOCTYPE (line 1), which is refused because it can declare entities and load files"),
        ServiceFault(
            #"GET */invoices/*: body "{\"data\":{\"bill\":[{\"id\":\"1\"}]}}""#, code: 65,
            #"nothing stands at "invoice"; say with `records` where the records stand"#),
        ServiceFault(
            #"GET */invoices/*: body "<response><data><bill><id>1</id></bill></data></response>""#, "xml", code: 65,
            #"nothing stands at "invoice"; the document has elements at "response", "response/data", "#),
        ServiceFault("GET */invoices/*: endless", "xml", code: 65, "invoice 900114 came twice"),
        ServiceFault("GET */invoices/*: repeat", code: 65, "invoice 900114 came twice: the service repeats a page"),
        ServiceFault("GET */invoices/*: bomb", "xml", code: 65, "expands to more than 200 times its size"),
        ServiceFault(
            #"GET */subscriptions: body "{\"items\":[{]}""#, code: 65,
            #""]" does not belong here (byte 11 of the JSON text)"#),
        ServiceFault(
            "GET */subscriptions: endless", code: 65, "the list changed from 101 to 201 while it was read; run again"),
        ServiceFault("GET */subscriptions: repeat", code: 65, "came twice: the service repeats a page"),
        ServiceFault(#"GET */reports/49038: body "[]""#, code: 65, "the answer is not one object"),
        ServiceFault(
            #"POST */reportDataCsv: body "{\"results\":\"a,b\\n1,2\"}""#, code: 65,
            #"stage "charges": report.json: there is no column "Subscription ID"; the file has "a", "b""#),
    ]

    @Test(
        "Complaints 8 and 10: a fault, the run's exit code, which is never 0, and its message",
        arguments: overcome + unavailable + refused + broken)
    func fault(_ fault: ServiceFault) async throws {
        try await withWorkplace { place in
            try place.write("out/month-end/2026-10/manifest.json", "published before")
            let sandbox = try await place.startSandbox("--fault", fault.rule)
            let address = try place.makeQuick(sandbox.configuration)
            let ending = try await place.run(
                [
                    "run", "pipelines/month-end.yaml", "--config", sandbox.configuration, "--param",
                    "accept=\(fault.accept)",
                ] + Workplace.month)
            #expect(try await sandbox.stop().code == 0)
            #expect(ending.code == fault.code)
            try check(ending.message.replacing(address, with: "ADDRESS"), has: fault.words)
            if fault.code == 3 {
                #expect(try place.breaks(in: "out/month-end/2026-10") == Workplace.plantedBreaks())
                #expect(ending.output.contains("The books do not tie out: 50 breaks"))
            } else {
                #expect(ending.message.hasPrefix("crossfoot run: "))
                #expect(
                    try place.contents(below: "out") == [
                        "month-end/2026-10/manifest.json": Array("published before".utf8)
                    ])
            }
            #expect(place.unfinishedRuns() == [])
        }
    }

    /// What no later run can make good: the token is lost, and only new credentials help.
    private static let isFinal: Set = ["POST /oauth/token: drop-response"]

    /// How often a fault strikes when it is to pass: for three attempts, each of which libcurl may make twice when a
    /// connection that it has kept is reset. Where one attempt is enough to fail, resumed runs meet it too.
    private static let strikes = 5

    @Test(
        "Complaint 14: runs that resume after a fault end in the bytes of one without",
        arguments: (unavailable + refused + broken).filter { !isFinal.contains($0.rule) })
    func resumed(_ fault: ServiceFault) async throws {
        try await withWorkplace { place in
            let clean = try await CleanMonth.shared.contents(accept: fault.accept)
            let sandbox = try await place.startSandbox("--fault", Self.passing(fault.rule))
            _ = try place.makeQuick(sandbox.configuration)
            let accept = fault.accept == "json" ? [] : ["--param", "accept=\(fault.accept)"]
            let run =
                ["run", "pipelines/month-end.yaml", "--config", sandbox.configuration] + accept + Workplace.month
            var ending = try await place.run(run)
            #expect(ending.code != 3)
            for _ in 0..<Self.strikes where ending.code != 3 {
                #expect(try place.files(below: "out") == [])
                ending = try await place.run(run + ["--resume"])
            }
            #expect(ending.code == 3, "\(ending.message)")
            #expect(try place.contents(below: "out/month-end") == clean)
            #expect(place.unfinishedRuns() == [])
            #expect(try await sandbox.stop().code == 0)
        }
    }

    /// The rule for a few requests only.
    private static func passing(_ rule: String) -> String {
        var parts = rule.split(separator: ", ", maxSplits: 1).map(String.init)
        // A body may have a comma too; what follows it is no action.
        if rule.contains("body ") {
            let isLater = rule.hasSuffix(", after 1")
            parts = isLater ? [String(rule.dropLast(", after 1".count)), "after 1"] : [rule]
        }
        parts[0] += " x\(strikes)"
        return parts.joined(separator: ", ")
    }

    /// Each of the words stands in the text, behind those before it.
    private func check(_ text: String, has words: [String]) throws {
        var rest = text[...]
        for word in words {
            let place = try #require(rest.firstRange(of: word), "\(word) in \(text)")
            rest = rest[place.upperBound...]
        }
    }
}

extension Workplace {
    /// Lets a client of a sandbox try three times without waiting, and wait for bytes a second at most; returns the
    /// sandbox's address.
    func makeQuick(_ configuration: String) throws -> String {
        var document = try json(configuration)
        document["http"] = ["attempts": 3, "retry_wait": 0, "idle_timeout": 1]
        try write(configuration, document.indentedText, mode: 0o600)
        return try #require(document["v3"]?["base_url"]?.string)
    }
}
