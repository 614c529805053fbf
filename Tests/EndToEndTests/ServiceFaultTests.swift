import Testing

@Suite("A service that fails")
struct ServiceFaultTests {
    /// What the service says to a request for the report's data, and how the run ends.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let report: Reply
        let code: Int32
        /// The message behind `crossfoot run: `, `ADDRESS` standing for the service's.
        let message: String
    }

    private static let dataPath = "ADDRESS/api/v3/accounts/17017/reports/49038/reportDataCsv"

    /// Ends within the header line, so that nobody can judge it before its end.
    private static let cutOff = #"{"results":"Customer ID,"#

    static let cases = [
        Case(
            testDescription: "a body shorter than its promised length",
            report: .truncated(cutOff, of: 100_000),
            code: 69,
            message: "stage \"report\": fetching report 49038: \(dataPath): transfer closed with "
                + "\(100_000 - cutOff.utf8.count) bytes remaining to read. The response did not arrive whole; nothing "
                + "of it is used. Run again.\n"
        ),
        Case(
            testDescription: "cut-off JSON in a complete body",
            report: .response(cutOff),
            code: 65,
            message: "stage \"charges\": report.json: the JSON text is cut off after \(cutOff.utf8.count) bytes. "
                + "Nothing was published.\n"
        ),
        Case(
            testDescription: "a report without a key column",
            report: .response(#"{"results":"SKU ID,Seat Count\nb,1\n","resultCount":"1"}"#),
            code: 65,
            message: "stage \"charges\": report.json: there is no column \"Subscription ID\"; the file has \"SKU ID\", "
                + "\"Seat Count\". Nothing was published.\n"
        ),
        Case(
            testDescription: "status 503",
            report: .response("busy", status: "503 Service Unavailable", type: "text/plain"),
            code: 69,
            message: "stage \"report\": fetching report 49038: the service answered 503. Run again later.\n"
        ),
        Case(
            testDescription: "status 403",
            report: .response(
                #"{"error":"PERMISSION_DENIED","message":"not yours","code":403}"#,
                status: "403 Forbidden"
            ),
            code: 77,
            message: "stage \"report\": fetching report 49038: the service answered 403: not yours. Check that the "
                + "credentials in the configuration belong to this account and may do this.\n"
        ),
    ]

    @Test("Complaint 10: the message says what to do, and the published set stays as it was", arguments: cases)
    func fails(_ example: Case) async throws {
        try await withWorkplace { place in
            try place.write("out/month-end/2026-10/summary.json", "published before")
            let server = try ScriptedServer.ion(report: example.report)
            defer { server.stop() }
            let ending = try await place.run(try place.serviceRun(server.address))
            #expect(ending.code == example.code)
            #expect(
                ending.message == "crossfoot run: " + example.message.replacing("ADDRESS", with: server.address)
            )
            #expect(try place.text(of: "out/month-end/2026-10/summary.json") == "published before")
            #expect(try place.files(below: "out") == ["month-end/2026-10/summary.json"])
            #expect(place.unfinishedRuns() == [])
        }
    }

    @Test(
        "subscriptions without a price are told by their place, and a price that none has by its name",
        arguments: [
            (
                #"{"id":"1","subscriptionId":"s","cost":1},{"id":"2","subscriptionId":"t","cost":null}"#,
                ", row 2 (byte "
            ),
            (#"{"id":"1","subscriptionId":"s"},{"id":"2","subscriptionId":"t"}"#, ": no record has a field \"cost\". "),
        ]
    )
    func incompleteSubscriptions(items: String, message: String) async throws {
        try await withWorkplace { place in
            let server = try ScriptedServer.ion(
                subscriptions: .response(#"{"items":[\#(items)],"paginationResponse":{"totalSize":2}}"#)
            )
            defer { server.stop() }
            try place.writeConfiguration(service: server.address)
            try place.write("subscriptions.yaml", Self.subscriptionsOnly)
            let ending = try await place.run("run", "subscriptions.yaml", "--config", "ion.json")
            #expect(ending.code == 65)
            #expect(ending.message.contains("subscriptions-1.json\(message)"), "\(ending.message)")
            #expect(ending.message.contains("cost"))
        }
    }

    private static let subscriptionsOnly = """
        version: 1
        name: subscriptions
        stages:
          subscriptions:
            fetch: subscriptions
          entitlements:
            parse: subscriptions
            records: items
            columns: { subscription: subscriptionId, price: cost }
          entitlements_out:
            write: entitlements
            to: entitlements.csv
        """

    @Test("a port on which nobody listens is told with its address")
    func closedPort() async throws {
        try await withWorkplace { place in
            let server = try ScriptedServer.ion()
            server.stop()
            try place.writeConfiguration(service: server.address)
            let ending = try await place.run("run", "pipelines/export.yaml", "--config", "ion.json")
            #expect(ending.code == 69)
            #expect(
                ending.message.hasPrefix(
                    "crossfoot run: stage \"report\": validating the token: \(server.address)/oauth/validateAccess: "
                )
            )
            #expect(
                ending.message.hasSuffix(
                    "Check the address in the configuration and the network, then run again.\n"
                )
            )
        }
    }

    @Test("a report that does not exist is the service's word, with what to check")
    func unknownReport() async throws {
        try await withWorkplace { place in
            let ending = try await place.runMonthEnd("--param", "report=1")
            #expect(ending.code == 1)
            #expect(
                ending.message.hasPrefix(
                    "crossfoot run: stage \"report\": fetching the description of report 1: the service answered 404: "
                        + "report 1 not found (request "
                )
            )
            #expect(
                ending.message.hasSuffix(
                    "). Check the number, and that the account in the configuration is the one that owns it.\n"
                )
            )
        }
    }

    @Test("a column that the report has not is named, with those that it has")
    func unknownColumn() async throws {
        try await withWorkplace { place in
            let pipeline = try place.text(of: "pipelines/month-end.yaml")
            try place.write("typing.yaml", pipeline.replacing("Seat Count", with: "Seat Cuont"))
            let ending = try await place.run(["run", "typing.yaml", "--sandbox"] + Workplace.month)
            #expect(ending.code == 65)
            #expect(
                ending.message.hasPrefix(
                    "crossfoot run: stage \"report\": report 49038 has no column \"Seat Cuont\"; it has \"Customer ID\", "
                )
            )
            #expect(ending.message.contains("\"Seat Count\""))
        }
    }
}
