import Foundation
import IonSandbox
import Records
import StreamOneIon
import TestSupport
import Testing

/// The public interface as a program uses it that has only this library, against a sandbox over a real socket.
@Suite("The library", .timeLimit(.minutes(15)))
struct LibraryTests {
    private static let fixtures =
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/fixtures/month-end"

    private func withClient(_ body: (IonClient) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let sandbox = try Sandbox.start(
                SandboxConfiguration(fixtures: Self.fixtures, today: try CivilDate(parsing: "2026-11-23")))
            defer { sandbox.stop() }
            let credentials = sandbox.credentials
            let file = try ConfigurationFile(
                directory("ion.json"),
                """
                {"v3": {"access_token": "\(credentials.accessToken.revealed)",
                "refresh_token": "\(credentials.refreshToken.revealed)", "base_url": "\(sandbox.baseURL)"},
                "v1": {"api_key": "\(credentials.apiKey.revealed)", "api_secret": "\(credentials.apiSecret.revealed)",
                "base_url": "\(sandbox.baseURL)/api/v1"}, "accountid": "\(credentials.accountID)"}
                """)
            try await body(IonClient(try IonConfiguration.load(file.path), redactor: Redactor()))
        }
    }

    private func all<Element>(_ list: IonList<Element>) async throws -> [Element] {
        var elements: [Element] = []
        for try await element in list { elements.append(element) }
        return elements
    }

    @Test("Lists are sequences of typed values, read to their end")
    func lists() async throws {
        try await withClient { client in
            var query = SubscriptionQuery()
            query.status = .active
            query.pageSize = 17
            let subscriptions = try await all(client.subscriptions(query))
            let everything = try await all(client.subscriptions())
            #expect(everything.count == 312)
            #expect(subscriptions == everything.filter { $0.subscriptionStatus == .active })
            #expect(Set(subscriptions.map(\.id)).count == subscriptions.count)
            query.limit = 5
            #expect(try await all(client.subscriptions(query)).count == 5)
            var customers = CustomerQuery()
            customers.pageSize = 10
            #expect(try await all(client.customers(customers)).count == 42)
            #expect(try await all(client.products()).contains { $0.definition?.skus?.isEmpty == false })
            var orders = OrderQuery()
            orders.customerID = "306011"
            #expect(try await all(client.orders(orders)).allSatisfy { $0.customerId == "306011" && $0.total != nil })
        }
    }

    @Test("Single objects are typed values, and what is not there is an error with the API's code")
    func objects() async throws {
        try await withClient { client in
            let detail = try await client.subscription(id: "2277242", ofCustomer: "306011", refresh: true)
            #expect(detail.subscription.subscriptionTotalLicenses == 57 && detail.details.activityLogs?.totalCount == 1)
            #expect(try await client.customer(id: "306011").id == "306011")
            var options = ProductOptions()
            options.excludesDefinition = true
            #expect(try await client.product(id: "MailNCE", options).definition == nil)
            #expect(try await client.order(id: "700001").orderItems?.count == 1)
            let report = try await client.report(id: "49038")
            #expect(report.definition.specs?.allColumns?.count == report.columns.count)
            #expect(try await client.reports(module: .reports).map(\.id) == ["49038"])
            let error = await #expect(throws: IonError.self) { try await client.customer(id: "99") }
            #expect(error?.code == .notFound && error?.status == 404 && error?.apiCode == "NOT_FOUND")
            #expect(error?.requestID?.isEmpty == false)
        }
    }

    @Test("Version 1, as JSON and XML alike", arguments: LegacyQuery.Encoding.allCases)
    func legacy(_ encoding: LegacyQuery.Encoding) async throws {
        try await withClient { client in
            var query = LegacyQuery()
            query.encoding = encoding
            query.pageSize = 4
            query.filters = [.init(field: "billingStartDate", modifier: .gte, value: "2026-10-01")]
            let invoices = try await all(client.invoices(query))
            #expect(invoices.count == 7)
            #expect(invoices[0].total == (try ExactDecimal(parsing: "81126.5880305551")))
            #expect(invoices[0].billingStartDate?.description == "2026-10-01" && invoices[0].lines?.isEmpty == false)
            #expect(invoices[0].other["cloudProviderId"]?.text == "30")
            query.filters = []
            #expect(try await all(client.legacyCustomers(query)).count == 42)
            #expect(try await client.legacyCustomer(id: "306011", query).company == "Alder & Vink Architecten")
            let month = try #require(Month("2026-10"))
            let report = try await client.billingReport(BillingReportQuery(provider: .aws, month: month))
            #expect(report.rows.count == 54)
            #expect(
                try await client.detailedFiles(ofInvoice: "900116").map(\.name) == [
                    "IN-2026-10-SEK.csv", "summary.txt",
                ])
        }
    }
}
