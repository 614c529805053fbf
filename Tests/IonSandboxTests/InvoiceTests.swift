import Formats
import Foundation
import IonSandbox
import Records
import Testing

@Suite struct InvoiceTests {
    /// The ids of the invoices in an answer.
    private func ids(_ session: Session, _ query: String) throws -> [String] {
        let answer = try session.first("/invoices/myinvoices" + query)
        #expect(answer.status == 200)
        let invoices = try #require(try JSONValue(parsing: answer.body)["data"]?["invoice"]?.array)
        return invoices.compactMap { $0["id"]?.string }
    }

    @Test(
        "filters are applied: numbers by value, all else by text",
        arguments: [
            ("", "1 2 3 10"), ("?filter[currency]=EUR", "1 3"), ("?filter%5Bcurrency%5D=EUR", "1 3"),
            ("?filter[currency:exact]=SEK", "2"), ("?filter[currency:eq]=SEK", "2"),
            ("?filter[number:partial]=IN%25", "1 2 3"), ("?filter[number:partial]=%25-D", "10"),
            ("?filter[number:partial]=%25N%25", "1 2 3 10"), ("?filter[number:partial]=N", ""),
            ("?filter[total:gt]=9.50", "2 10"), ("?filter[total:gte]=9.50", "1 2 10"),
            ("?filter[total:min]=20", "2 10"),
            ("?filter[total:lt]=9.50", "3"), ("?filter[total:lte]=9.50", "1 3"), ("?filter[total:max]=20", "1 3 10"),
            ("?filter[id:gt]=3", "10"), ("?filter[total]=100.250", "2"),
            ("?filter[billingStartDate:gte]=2026-10-01&filter[billingStartDate:lte]=2026-10-31", "2 3"),
            ("?filter[currency]=NOK", ""), ("?customerId=17017", "1 2 3 10"), ("?customerId=1", ""),
        ])
    func filters(_ query: String, _ expected: String) throws {
        #expect(try ids(Session(), query).joined(separator: " ") == expected)
    }

    @Test(
        "invoices are sorted and cut into pages",
        arguments: [
            ("?sort[total]=asc", "3 1 10 2"), ("?sort[total]=desc", "2 10 1 3"), ("?sort[id]=desc", "10 3 2 1"),
            ("?sort[currency]=asc&sort[id]=desc", "3 1 2 10"), ("?sort%5Bcurrency%5D=desc&sort[total]=asc", "10 2 3 1"),
            ("?limit=2", "1 2"), ("?limit=2&offset=1", "2 3"), ("?offset=3", "10"), ("?offset=4", ""),
            ("?sort[id]=desc&limit=1&offset=1&filter[currency]=EUR", "1"),
        ])
    func order(_ query: String, _ expected: String) throws {
        #expect(try ids(Session(), query).joined(separator: " ") == expected)
    }

    @Test(
        "what is not there to ask for is refused by name",
        arguments: [
            ("?filter[colour]=1", "colour"), ("?filter[id:like]=1", "like"), ("?filter[lines]=1", "lines"),
            ("?sort[colour]=asc", "colour"), ("?sort[id]=up", "up"), ("?relations=customer", "customer"),
            ("?limit=0", "limit"), ("?limit=10001", "limit"), ("?limit=x", "limit"), ("?offset=-1", "offset"),
        ])
    func refusals(_ query: String, _ word: String) throws {
        let answer = try Session().first("/invoices" + query, accept: "text/xml")
        #expect(answer.status == 400 && answer.headers["content-type"] == "application/json")
        let refusal = try JSONValue(parsing: answer.body)
        #expect(refusal["error"] == "INVALID_ARGUMENT" && refusal["code"]?.integer == 400)
        #expect(refusal["message"]?.string?.contains(word) == true)
    }

    @Test(
        "lines come along unless told otherwise",
        arguments: [("", true), ("&relations=lines", true), ("&relations=", false)])
    func relations(_ query: String, _ hasLines: Bool) throws {
        let answer = try Session().first("/invoices?filter[id]=2" + query)
        let expected = TemporaryFixtures.invoices[1]
        let text = hasLines ? expected : expected.replacing(/,"lines":.*/, with: "}")
        #expect(answer.text == #"{"data":{"invoice":[\#(text)]}}"#)
        #expect(answer.headers["content-type"] == "application/json; charset=utf-8")
    }

    static let prolog = #"<?xml version="1.0" encoding="UTF-8"?>"#

    @Test("XML says the same", arguments: ["text/xml", "application/xml", "text/html, text/xml;q=0.9"])
    func xml(_ accept: String) throws {
        let answer = try Session().first("/invoices?limit=2&sort[id]=asc", accept: accept)
        #expect(answer.headers["content-type"] == "text/xml; charset=utf-8")
        #expect(
            answer.text == Self.prolog + "<response><data>"
                + "<invoice><id>1</id><number>IN-A</number><billingStartDate>2026-09-01</billingStartDate>"
                + "<customerId>17017</customerId><currency>EUR</currency><total>9.5</total><currencyRates/>"
                + "<lines><line><id>1</id><description>a]{\" &amp; &lt;b&gt;</description><amount>1.10</amount></line>"
                + "</lines></invoice>"
                + "<invoice><id>2</id><number>IN-B</number><billingStartDate>2026-10-01</billingStartDate>"
                + "<customerId>17017</customerId><currency>SEK</currency><total>100.25</total>"
                + "<currencyRates><currencyRate>EUR 1 -&gt; SEK 11.35</currencyRate></currencyRates>"
                + "<lines><line><id>1</id><description>Å\u{FFFD}</description><amount>1.10</amount></line>"
                + "<line><id>2</id><description></description><amount>1.10</amount></line></lines></invoice>"
                + "</data></response>")
    }

    @Test("an empty answer, in both encodings")
    func nothing() throws {
        let session = try Session()
        #expect(try session.first("/invoices?offset=9").text == #"{"data":{"invoice":[]}}"#)
        let xml = try session.first("/invoices?offset=9", accept: "text/xml").text
        #expect(xml == Self.prolog + "<response><data/></response>")
        #expect(
            try session.first("/invoices?filter[id]=3&relations=", accept: "text/xml").text.contains("<line") == false)
    }

    @Test("version 1 wants its key, and no token", arguments: ["", "Authorization: Basic eDp5", "bearer"])
    func credentials(_ header: String) throws {
        let session = try Session()
        let header = header == "bearer" ? "Authorization: Bearer \(session.accessToken)" : header
        for path in ["/api/v1/invoices", "/api/v1/invoices/2/detailed", "/api/v1/none"] {
            let answer = try session.client.send("GET", path, headers: header.isEmpty ? [] : [header])
            #expect(answer.status == 401)
            #expect(answer.headers["www-authenticate"] == "Basic realm=\"StreamOne Ion\"")
            #expect(try JSONValue(parsing: answer.body)["error"] == "UNAUTHENTICATED")
        }
        #expect(try session.first("/none").status == 404)
        #expect(try session.client.send("GET", Session.account + "/reports", headers: [session.basic]).status == 401)
    }

    /// The paths, with their queries, of an invoice's detailed files.
    private func addresses(_ session: Session, _ id: String) throws -> [String] {
        let value = try JSONValue(parsing: try session.first("/invoices/\(id)/detailed").body)
        #expect(value["data"]?["invoice"]?["id"]?.string == id)
        let addresses = try #require(value["data"]?["invoice"]?["detailedInvoiceFilesUrls"]?.array)
        return addresses.compactMap(\.string).map { address in
            #expect(address.hasPrefix(session.sandbox.baseURL + "/files/\(id)/"))
            return String(address.dropFirst(session.sandbox.baseURL.count))
        }
    }

    @Test("detailed files have signed addresses, which are good without credentials, and only without")
    func detailedFiles() throws {
        let session = try Session()
        let addresses = try addresses(session, "2")
        #expect(addresses.count == 2)
        let file = try session.client.send("GET", addresses[0])
        #expect(file.status == 200 && file.text == "Line ID,Amount\n1,1.10\n")
        #expect(addresses[0].hasPrefix("/files/2/IN%20B.csv?X-Expires="))
        #expect(file.headers["content-type"] == "text/csv; charset=utf-8")
        #expect(try session.client.send("GET", addresses[1]).text == "two lines\n")
        let leak = try session.client.send("GET", addresses[0], headers: [session.basic])
        #expect(leak.status == 400 && leak.text.contains("credentials do not belong here"))
        for wrong in [
            addresses[0] + "0", addresses[0].replacing("IN%20B.csv", with: "summary.txt"), "/files/2/IN%20B.csv",
        ] {
            #expect(try session.client.send("GET", wrong).status == 403)
        }
        #expect(try self.addresses(session, "3") == [])
        #expect(try session.first("/invoices/99/detailed").status == 404)
        let xml = try session.first("/invoices/2/detailed", accept: "text/xml").text
        #expect(xml.hasPrefix(Self.prolog + "<response><data><invoice><id>2</id><detailedInvoiceFilesUrls>"))
        #expect(
            xml.contains("&amp;X-Signature=") && xml.contains("</detailedInvoiceFilesUrl></detailedInvoiceFilesUrls>"))
    }

    @Test("an address is good for as long as the fixtures say")
    func expiredAddress() throws {
        let session = try Session(settings: #"{"account_id":"17017","report_ids":[],"signed_url_lifetime":-1}"#)
        #expect(try session.client.send("GET", try addresses(session, "2")[0]).status == 403)
    }

    @Test("an invoice of many lines arrives whole, in both encodings")
    func large() throws {
        let lines = (1...30_000).map { TemporaryFixtures.line($0, "Zeile \($0) \"{]\" Å") }
        let invoice = TemporaryFixtures.invoice(
            7, "IN-L", start: "2026-10-01", currency: "EUR", total: "1", lines: lines)
        let session = try Session(invoices: [invoice])
        #expect(try session.first("/invoices").text == #"{"data":{"invoice":[\#(invoice)]}}"#)
        let xml = try session.first("/invoices", accept: "text/xml").text
        #expect(
            xml.hasSuffix(
                "<line><id>30000</id><description>Zeile 30000 \"{]\" Å</description><amount>1.10</amount></line></lines></invoice></data></response>"
            ))
        #expect(xml.utf8.split(separator: UInt8(ascii: "<")).count { $0.elementsEqual("line>".utf8) } == 30_000)
    }

    @Test("without invoices the list is empty")
    func noInvoices() throws {
        let session = try Session(invoices: [])
        #expect(try session.first("/invoices").text == #"{"data":{"invoice":[]}}"#)
    }
}
