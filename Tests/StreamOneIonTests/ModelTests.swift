import Formats
import Foundation
import Records
import Testing

@testable import StreamOneIon

/// Answers of the real service belong to whoever got them, and are no part of the project.
private enum RealSamples {
    static let directory = ProcessInfo.processInfo.environment["ION_SAMPLES"]
}

@Suite("Models of the API's objects")
struct ModelTests {
    // MARK: - Nothing is lost

    /// A fixture of the demonstration's month, and the model of each of its objects.
    struct Fixture: Sendable, CustomStringConvertible {
        let path: String
        let steps: [String]
        let roundTrip: @Sendable (JSONValue) throws -> JSONValue
        var description: String { path }

        init<Model: Codable & SendableMetatype>(_ path: String, _ steps: String..., as model: Model.Type) {
            self.path = path
            self.steps = steps
            roundTrip = { try JSONValueEncoder.value(try Model(ion: $0, as: path)) }
        }
    }

    static let fixtures = [
        Fixture("subscriptions.json", "items", as: Subscription.self),
        Fixture("customers.json", "customers", as: Customer.self),
        Fixture("orders.json", "orders", as: Order.self),
        Fixture("products.json", "products", as: Product.self),
        Fixture("invoices.json", "data", "invoice", as: Invoice.self),
        Fixture("legacy-customers.json", "data", "customer", as: LegacyCustomer.self),
        Fixture("reports/49038.json", as: ReportDefinition.self),
    ]

    @Test("Every object of the fixtures becomes a model that says the same", arguments: fixtures)
    func invented(_ fixture: Fixture) throws {
        let path = "\(Self.root)/fixtures/month-end/\(fixture.path)"
        try Self.check(path, fixture)
    }

    static let samples = [
        Fixture("v3-subscriptions.json", "items", as: Subscription.self),
        Fixture("v3-subscription-detail.json", as: SubscriptionDetail.self),
        Fixture("v3-report.json", as: ReportDefinition.self),
    ]

    @Test(
        "Every real sample becomes a model that says the same",
        .enabled(if: RealSamples.directory != nil, "ION_SAMPLES names no directory with answers of the real service"),
        arguments: samples)
    func realSamples(_ fixture: Fixture) throws {
        try Self.check("\(try #require(RealSamples.directory))/\(fixture.path)", fixture)
    }

    @Test(
        "Every real billing report is flattened without losing a leaf",
        .enabled(if: RealSamples.directory != nil, "ION_SAMPLES names no directory with answers of the real service"),
        arguments: ["aws", "azureplan"])
    func realBilling(_ provider: String) throws {
        let path = "\(try #require(RealSamples.directory))/v1-billing-report-\(provider).json"
        let answer = try JSONValue(parsing: [UInt8](try Data(contentsOf: URL(filePath: path))))
        let report = try BillingReport(answer, while: "test")
        #expect(report.rows.count == Self.leaves(answer["data"]).count)
        #expect(report.rows.map(\.price) == Self.leaves(answer["data"]).map { try? ExactDecimal(parsing: $0) })
        #expect(report.rows.allSatisfy { $0.priceCurrency != nil && $0.costCurrency != nil })
    }

    private static func leaves(_ value: JSONValue?) -> [String] {
        (value?.array ?? []).flatMap { node -> [String] in
            (node["data"]?["price"]?.string).map { [$0] } ?? leaves(node["lines"])
        }
    }

    private static func check(_ path: String, _ fixture: Fixture) throws {
        let document = try JSONValue(parsing: [UInt8](try Data(contentsOf: URL(filePath: path))))
        let objects =
            try fixture.steps.isEmpty
            ? [document] : #require(fixture.steps.reduce(document) { ($0 as JSONValue?)?[$1] ?? .null }.array)
        #expect(!objects.isEmpty)
        for object in objects {
            let differences = object.differences(from: try fixture.roundTrip(object))
            #expect(differences == [], "\(object["id"]?.compactText ?? "")")
        }
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    // MARK: - What is typed

    private func subscription(_ members: String) throws -> Subscription {
        try Subscription(ion: try JSONValue(parsing: #"{"id": "7"\#(members)}"#), as: "subscription number 3")
    }

    @Test("What is absent is nothing, what is nought is nought")
    func absentAndZero() throws {
        let bare = try subscription("")
        #expect(bare.price == nil && bare.subscriptionTotalLicenses == nil && bare.isTrial == nil)
        let zero = try subscription(#", "price": 0, "subscriptionTotalLicenses": "0", "isTrial": false, "cost": null"#)
        #expect(zero.price == .zero && zero.subscriptionTotalLicenses == 0 && zero.isTrial == false && zero.cost == nil)
    }

    @Test(
        "Numbers keep every digit",
        arguments: [
            ("811.94534500000009", "811.94534500000009"), ("6.1e-7", "0.00000061"),
            ("9007199254740993", "9007199254740993"),
            ("-0", "0"), ("\"12.40\"", "12.4"),
        ])
    func digits(_ text: String, _ expected: String) throws {
        #expect(try subscription(", \"price\": \(text)").price == ExactDecimal(parsing: expected))
    }

    @Test("Whole numbers of 64 bits come as text, and as numbers")
    func integers() throws {
        for text in ["\"9007199254740993\"", "9007199254740993"] {
            let total = try subscription(", \"subscriptionTotalLicenses\": \(text)").subscriptionTotalLicenses
            #expect(total == 9_007_199_254_740_993)
        }
    }

    @Test(
        "What is not what it should be is told with its place",
        arguments: [
            (#", "price": "free""#, "subscription number 3: \"price\" must be a number, not \"free\""),
            (#", "subscriptionTotalLicenses": "1.5""#, "\"subscriptionTotalLicenses\" must be a whole number"),
            (#", "isTrial": 1"#, "\"isTrial\" must be true or false, not 1"),
            (#", "ccpProductInfo": {"skuId": []}"#, "\"ccpProductInfo.skuId\" must be text, not []"),
            (#", "renewalDate": "soon""#, "\"renewalDate\" \"soon\" is not a date"),
        ])
    func faults(_ members: String, _ words: String) {
        let error = #expect(throws: IonError.self) { try subscription(members) }
        #expect(error?.code == .unexpectedAnswer)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test("An object without its id is none")
    func withoutID() throws {
        let error = #expect(throws: IonError.self) { try Subscription(ion: [:], as: "it") }
        #expect(error?.message == "it: \"id\" is missing")
    }

    @Test("Enumerations know values in any case and keep the others")
    func enumerations() throws {
        #expect(try subscription(#", "subscriptionStatus": "active""#).subscriptionStatus == .active)
        let status = try #require(try subscription(#", "subscriptionStatus": "past_due""#).subscriptionStatus)
        #expect(!status.isKnown && status.rawValue == "past_due" && status != .active)
        #expect(SubscriptionStatus(rawValue: "In_Progress").queryText == "IN_PROGRESS")
        #expect(Set([SubscriptionStatus(rawValue: "Active"), .active]).count == 1)
    }

    @Test(
        "Offers in both dialects, and part numbers",
        arguments: [
            ("NL,CFQ7TTC0LH18,0001", OfferID.Form.market(country: "NL", product: "CFQ7TTC0LH18", sku: "0001")),
            (
                "CFQ7TTC0LFLZ:0002:CFQ7TTC0RN98",
                .availability(product: "CFQ7TTC0LFLZ", sku: "0002", availability: "CFQ7TTC0RN98")
            ),
            (
                "CFQ7TTC0LH18:000D:P1M:M",
                .partNumber(product: "CFQ7TTC0LH18", sku: "000D", term: "P1M", cycle: "M")
            ),
            ("", .unknown), ("NL,,0001", .unknown), ("A:B", .unknown), ("A:B:C:D", .unknown), ("NLD,A,1", .unknown),
        ])
    func offers(_ text: String, _ form: OfferID.Form) {
        let offer = OfferID(rawValue: text)
        #expect(offer.form == form)
        #expect(offer.description == text)
        #expect((offer.product == nil) == (form == .unknown))
    }

    @Test(
        "Headings that carry a currency, and those that only look like it",
        arguments: [
            ("Seller Cost (SEK)", "Seller Cost", "SEK", nil),
            ("Seller Cost (Invoiced Currency)", "Seller Cost (Invoiced Currency)", nil, "Invoiced Currency"),
            ("Seller Cost", "Seller Cost", nil, nil), ("(SEK)", "(SEK)", nil, nil), ("A (b) c", "A (b) c", nil, nil),
            ("Tag (abc)", "Tag (abc)", nil, "abc"), ("Cost(SEK)", "Cost(SEK)", nil, nil),
        ] as [(String, String, String?, String?)])
    func headings(_ text: String, _ name: String, _ currency: String?, _ qualifier: String?) {
        let heading = ReportHeading(text)
        #expect(heading.name == name)
        #expect(heading.currency?.description == currency)
        #expect(heading.qualifier == qualifier)
    }

    @Test("Instants are compared by what they mean, and keep their text")
    func instants() throws {
        let early = try Instant(parsing: "2024-01-03T16:29:10.491Z")
        #expect(early.description == "2024-01-03T16:29:10.491Z" && early.nanoseconds == 491_000_000)
        #expect(try Instant(parsing: "2024-01-03T18:29:10.491+02:00") == early)
        #expect(try Instant(parsing: "2024-01-03T16:29:10.4911Z") > early)
        #expect(try Instant(parsing: "1970-01-02").secondsSinceEpoch == 86_400)
        #expect(try Instant(parsing: "2024-01-04T00:30:00+01:00").date.description == "2024-01-03")
        for text in ["", "soon", "2024-13-01", "2024-01-03T25:00:00Z", "2024-01-03T16:29Z"] {
            #expect(throws: CivilDate.ParsingFault.self) { try Instant(parsing: text) }
        }
    }
}
