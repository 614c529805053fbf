import Formats
import Records
import Testing

@Suite("Invoices")
struct InvoiceTests {
    /// How the service may write invoices.
    static let encodings = ["json", "xml"]

    @Test("month-end.yaml finds what was planted in the invoices: nothing more, nothing less", arguments: encodings)
    func findsWhatWasPlanted(encoding: String) async throws {
        try await withWorkplace { place in
            #expect(try await place.runMonthEnd("--param", "accept=\(encoding)").code == 3)
            let (planted, found) = (try TieBreak.planted(), try place.tieBreaks())
            #expect(planted.count == 12)
            #expect(found.filter { !planted.contains($0) } == [], "found and not planted")
            #expect(planted.filter { !found.contains($0) } == [], "planted and not found")
            #expect(found == planted)
            #expect(try place.breaks(in: Workplace.sandboxSet) == (try Workplace.plantedBreaks()))
        }
    }

    @Test("XML gives what JSON gives, but for where invoices stand and how they are written")
    func encodingsAgree() async throws {
        try await withWorkplace { place in
            for encoding in Self.encodings {
                let ending = try await place.runMonthEnd("--param", "accept=\(encoding)", "--out", encoding)
                #expect(ending.code == 3)
            }
            let sets = Self.encodings.map { $0 + "/month-end/2026-10/" }
            for table in ["breaks", "matches"] {
                let (json, xml) = (try place.records(sets[0], table), try place.records(sets[1], table))
                #expect(json.count >= 50)
                #expect(json.map(\.withoutPlaces) == xml.map(\.withoutPlaces))
                #expect(json.filter { $0["leg"] == "tie_out" } == xml.filter { $0["leg"] == "tie_out" })
                #expect(json != xml)
            }
            for file in ["charges.csv.gz", "rejects.csv.gz"] {
                #expect(try place.expanded(sets[0] + file) == (try place.expanded(sets[1] + file)), "\(file)")
            }
            let items = try sets.map { try place.openItems($0) }
            #expect(items[0].count == 50)
            #expect(items[0] == items[1])
            try summariesAgree(sets, in: place)
        }
    }

    /// The summaries are the same text but for the parameter and the names of files.
    private func summariesAgree(_ sets: [String], in place: Workplace) throws {
        let json = try place.text(of: sets[0] + "summary.json")
        #expect(json.contains("\"invoices-1.json\""))
        #expect(
            json.replacing("\"invoices-1.json\"", with: "\"invoices-1.xml\"")
                .replacing("\"accept\": \"json\"", with: "\"accept\": \"xml\"")
                == (try place.text(of: sets[1] + "summary.json")))
    }

    @Test("a line that is gone is missed by its invoice's header and by the report", arguments: encodings)
    func lineRemoved(encoding: String) async throws {
        try await withWorkplace { place in
            var invoices = try Invoices.ofFixtures()
            let line = try invoices.line(1, of: "900119")
            try invoices.changeLines(of: "900119") { $0.remove(at: 1) }
            let gained = try await place.breaksGained(by: invoices, "--param", "accept=\(encoding)")
            let amount = try line.amount
            let total = try invoices.total(of: "900119")
            #expect(
                gained == [
                    TieBreak(
                        tie: "header_tie", code: "D1", invoice: "900119", currency: "SEK", invoiced: total,
                        billed: try total.adding(amount.negated)),
                    try .line(line, code: "D2", invoiced: .zero, billed: amount),
                ])
        }
    }

    @Test("an invoice that comes twice ends the run: another may be missing")
    func invoiceTwice() async throws {
        try await withWorkplace { place in
            let text = try Invoices.clean().text
            try place.writeFixtures("twice", try Invoices.clean())
            let invoice = try #require(text.firstRange(of: #"{"id":"900118""#))
            let end = try #require(text[invoice.upperBound...].firstRange(of: #"]},{"id":"#))
            let copy = text[invoice.lowerBound..<end.lowerBound] + "]},"
            try place.write("twice/invoices.json", text.replacing(String(copy), with: String(copy + copy)))
            let ending = try await place.runMonthEnd("--fixtures", "twice")
            #expect(ending.code == 65)
            #expect(
                ending.message
                    == "crossfoot run: stage \"invoices\": fetching invoices: invoice 900118 came twice: the "
                    + "service repeats a page, or the list shifted while it was read, so that others are missing; sort "
                    + "by a field that does not change, such as id, and run again\n")
            #expect(try place.files(below: "out") == [])
        }
    }
}

/// One fault each in invoices that otherwise tie.
@Suite("A fault in an invoice")
struct InvoiceFaultTests {
    @Test("invoices without any have no break", arguments: InvoiceTests.encodings)
    func clean(encoding: String) async throws {
        try await withWorkplace { place in
            try place.writeFixtures("clean", try Invoices.clean())
            let ending = try await place.runMonthEnd("--fixtures", "clean", "--param", "accept=\(encoding)")
            #expect(ending.code == 3)
            #expect(try place.tieBreaks() == [])
            let codes = Set(
                try place.rows(of: Workplace.sandboxSet + "/matches.csv.gz")
                    .filter { $0["leg"] != "tie_out" }.map { $0["code"] ?? "" })
            #expect(codes == ["M0"])
            #expect(try place.breaks(in: Workplace.sandboxSet) == (try Workplace.plantedBreaks()))
        }
    }

    @Test("a total that is off by a cent is D1, and nothing else", arguments: ["0.01", "-0.01", "0.0000000001"])
    func totalOff(by change: String) async throws {
        try await withWorkplace { place in
            var invoices = try Invoices.clean()
            let total = try invoices.total(of: "900114")
            let changed = try total.adding(try ExactDecimal(parsing: change))
            try invoices.change("900114") { $0["total"] = .string(changed.description) }
            let found = try await place.tieBreaks(of: invoices)
            #expect(
                found == [
                    TieBreak(
                        tie: "header_tie", code: "D1", invoice: "900114", currency: "EUR", invoiced: changed,
                        billed: total)
                ])
        }
    }

    @Test("a line that is missing is D1 of its invoice, and D2 of the line", arguments: InvoiceTests.encodings)
    func lineMissing(encoding: String) async throws {
        try await withWorkplace { place in
            var invoices = try Invoices.clean()
            let line = try invoices.line(0, of: "900118")
            try invoices.changeLines(of: "900118") { $0.removeFirst() }
            let total = try invoices.total(of: "900118")
            let amount = try line.amount
            #expect(
                try await place.tieBreaks(of: invoices, encoding: encoding) == [
                    TieBreak(
                        tie: "header_tie", code: "D1", invoice: "900118", currency: "USD", invoiced: total,
                        billed: try total.adding(amount.negated)),
                    try .line(line, code: "D2", invoiced: .zero, billed: amount),
                ])
        }
    }

    @Test("a line that is there twice is D1 of its invoice, and D2 of the line", arguments: InvoiceTests.encodings)
    func lineDoubled(encoding: String) async throws {
        try await withWorkplace { place in
            var invoices = try Invoices.clean()
            let line = try invoices.line(0, of: "900118")
            try invoices.changeLines(of: "900118") { $0.append($0[0]) }
            let total = try invoices.total(of: "900118")
            let amount = try line.amount
            #expect(
                try await place.tieBreaks(of: invoices, encoding: encoding) == [
                    TieBreak(
                        tie: "header_tie", code: "D1", invoice: "900118", currency: "USD", invoiced: total,
                        billed: try total.adding(amount)),
                    try .line(line, code: "D2", invoiced: try amount.adding(amount), billed: amount),
                ])
        }
    }

    @Test("a line in another currency is D1 and D2, each in both currencies", arguments: InvoiceTests.encodings)
    func otherCurrency(encoding: String) async throws {
        try await withWorkplace { place in
            var invoices = try Invoices.clean()
            let line = try invoices.line(0, of: "900118")
            try invoices.changeLines(of: "900118") { $0[0]["currency"] = "EUR" }
            let total = try invoices.total(of: "900118")
            let amount = try line.amount
            let header = TieBreak(
                tie: "header_tie", code: "D1", invoice: "900118", currency: "USD", invoiced: total,
                billed: try total.adding(amount.negated))
            let expected = [
                header,
                TieBreak(
                    tie: "header_tie", code: "D1", invoice: "900118", currency: "EUR", invoiced: .zero, billed: amount),
                try .line(line, code: "D2", invoiced: .zero, billed: amount),
                try .line(line, code: "D2", currency: "EUR", invoiced: amount, billed: .zero),
            ]
            #expect(try await place.tieBreaks(of: invoices, encoding: encoding) == expected.sorted())
        }
    }

    @Test("a provider without any invoice is D3 in each currency", arguments: InvoiceTests.encodings)
    func providerWithoutInvoice(encoding: String) async throws {
        try await withWorkplace { place in
            var invoices = try Invoices.clean()
            invoices.remove("900120", "900121", "900122")
            let planted = try TieBreak.planted().filter { $0.code == "D3" }
            #expect(planted.count == 3)
            #expect(try await place.tieBreaks(of: invoices, encoding: encoding) == planted)
        }
    }

    @Test("an invoice that is missing beside others of its provider is D2 for each of its lines")
    func invoiceMissing() async throws {
        try await withWorkplace { place in
            var invoices = try Invoices.clean()
            let lines = try (0..<3).map { try invoices.line($0, of: "900118") }
            invoices.remove("900118")
            let expected = try lines.map { try TieBreak.line($0, code: "D2", invoiced: .zero, billed: $0.amount) }
            #expect(try await place.tieBreaks(of: invoices) == expected.sorted())
        }
    }

    @Test("a month without any invoice is D3 for each provider and currency", arguments: InvoiceTests.encodings)
    func noInvoices(encoding: String) async throws {
        try await withWorkplace { place in
            var invoices = try Invoices.clean()
            // Those of September stay, and do not count.
            for id in invoices.ids where id.hasPrefix("9001") { invoices.remove(id) }
            let found = try await place.tieBreaks(of: invoices, encoding: encoding)
            #expect(Set(found.map { "\($0.tie) \($0.code)" }) == ["line_tie D3"])
            #expect(Set(found.map(\.provider)) == ["30", "31", "32"])
            #expect(found.count == 9)
        }
    }
}

extension TieBreak {
    /// The break of a line.
    fileprivate static func line(
        _ line: JSONValue, code: String, currency: String? = nil, invoiced: ExactDecimal, billed: ExactDecimal
    ) throws -> TieBreak {
        TieBreak(
            tie: "line_tie", code: code, provider: try #require(line["cloudProviderId"]?.string),
            customer: try #require(line["customerId"]?.string),
            subscription: try #require(line["subscriptionId"]?.string),
            currency: try currency ?? #require(line["currency"]?.string), invoiced: invoiced, billed: billed)
    }
}

extension JSONValue {
    /// A line's amount.
    fileprivate var amount: ExactDecimal {
        get throws { try ExactDecimal(parsing: try #require(self["amount"]?.string)) }
    }
}

extension ExactDecimal {
    /// The number with the other sign.
    fileprivate var negated: ExactDecimal {
        get throws {
            try ExactDecimal(parsing: description.hasPrefix("-") ? String(description.dropFirst()) : "-" + description)
        }
    }
}

extension [String: String] {
    /// A row without the columns that say where its rows stand and what they look like; rows of a report do not differ.
    fileprivate var withoutPlaces: [String: String] {
        let names = ["charge_rows", "entitlement_rows", "charge_text", "entitlement_text"]
        return filter { name, _ in !names.contains(name) }
    }
}

extension Workplace {
    /// The records of a table of a set.
    fileprivate func records(_ set: String, _ table: String) throws -> [[String: String]] {
        try rows(of: "\(set)\(table).csv.gz")
    }

    /// The open items of a set, without what names files and quotes rows.
    fileprivate func openItems(_ set: String) throws -> [JSONValue] {
        let text = String(decoding: try expanded(set + "open-items.jsonl.gz"), as: UTF8.self)
        return try text.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
    }

    /// The breaks in the ties of some invoices.
    fileprivate func tieBreaks(of invoices: Invoices, encoding: String = "json") async throws -> [TieBreak] {
        try writeFixtures("changed", invoices)
        let ending = try await runMonthEnd("--fixtures", "changed", "--param", "accept=\(encoding)")
        #expect(ending.code == 3, "\(ending.error)")
        return try tieBreaks()
    }

    /// The breaks in the ties that some invoices have beyond the fixtures'; they must have all of those.
    fileprivate func breaksGained(by invoices: Invoices, _ words: String...) async throws -> [TieBreak] {
        try writeFixtures("changed", invoices)
        let ending = try await run(
            ["run", "pipelines/month-end.yaml", "--sandbox", "--fixtures", "changed"] + Self.month + words)
        #expect(ending.code == 3, "\(ending.error)")
        let (planted, found) = (try TieBreak.planted(), try tieBreaks())
        #expect(planted.filter { !found.contains($0) } == [])
        return found.filter { !planted.contains($0) }
    }
}
