import Foundation
import Glibc
import Testing

@Suite("A limit of memory")
struct MemoryLimitTests {
    /// A pipeline whose subscriptions go by two names, with charges of the month before.
    private static func pipeline(match: String = "[[subscription], [customer]]") -> String {
        let charge = """
            { subscription: id, customer: customer, charge_type: type, reference: order, start: from, end: until,
              quantity: seats, amount: amount, currency: currency, rate: { column: rate, optional: true } }
            """
        return """
            version: 1
            name: small
            params: { period: { type: month, default: 2026-10 } }
            stages:
              report: { read: report.csv }
              before: { read: before.csv }
              names: { read: names.csv }
              list: { read: list.csv }
              charges: { parse: report, columns: \(charge) }
              earlier: { parse: before, columns: \(charge) }
              aliases: { parse: names, columns: { alias: alias, stands_for: stands_for } }
              held:
                parse: list
                columns: { subscription: id, customer: customer, quantity: seats, price: price, currency: currency, start: start }
              tie_out:
                reconcile: { charges: charges, entitlements: held, earlier: earlier }
                period: ${params.period}
                match: \(match)
                aliases: { subscription: aliases }
                compare: { amount: { absolute: "0.50", max_total: "20" } }

            """
    }

    /// Writes a pipeline and 2,000 subscriptions, every third of which is not as it was billed.
    private static func write(match: String? = nil, in place: Workplace) throws {
        let heading = "id,customer,type,order,from,until,seats,amount,currency,rate\n"
        var (report, before, names, list) = (
            heading, heading, "alias,stands_for\n", "id,customer,seats,price,currency,start\n"
        )
        for number in 1...2_000 {
            list += "S\(number),C\(number % 1_900),\(number % 3 + 1),10,EUR,2026-01-05\n"
            let id = ["S\(number)", "old-\(number)", "", "X\(number)"][number % 7 > 3 ? 0 : number % 7]
            if id.hasPrefix("old") { names += "\(id),S\(number)\n" }
            let amount = ["10", "20", "30"][number % 3] + (number % 3 == 0 ? ".25" : "")
            let row =
                "\(id),C\(number % 1_900),\(number % 11 == 0 ? "usage" : "renew"),O\(number),"
                + "2026-10-05,2026-11-05,\(number % 3 + 1),\(amount),EUR,\n"
            report += number % 13 == 0 ? row + row : row
            if number % 17 == 0 { before += row }
        }
        try place.write("small.yaml", match.map(pipeline) ?? pipeline())
        for (name, text) in [("report", report), ("before", before), ("names", names), ("list", list)] {
            try place.write("\(name).csv", text)
        }
    }

    @Test("what is published is the same to the byte: the month of the fixtures", arguments: ["1MB", "16MB", "1GB"])
    func monthEnd(limit: String) async throws {
        try await withWorkplace { place in
            let whole = try await place.runMonthEnd()
            let published = try place.contents(below: Workplace.sandboxSet)
            let ending = try await place.runMonthEnd("--memory-limit", limit)
            #expect(ending.code == 3)
            #expect(ending.output == whole.output)
            #expect(try place.contents(below: Workplace.sandboxSet) == published)
            #expect(published.count == 9)
            #expect(place.unfinishedRuns(state: ".crossfoot/sandbox") == [])
        }
    }

    @Test("what is published is the same to the byte: aliases, earlier charges, and a bounded tolerance")
    func everything() async throws {
        try await withWorkplace { place in
            try Self.write(in: place)
            let whole = try await place.run("run", "small.yaml", "--as-of", "2026-11-23")
            #expect(whole.code == 3)
            let published = try place.contents(below: "out")
            for words in [["--memory-limit", "1MB"], ["--memory-limit=1MB", "--jobs", "1"]] {
                let ending = try await place.run(["run", "small.yaml", "--as-of", "2026-11-23"] + words)
                #expect(ending.code == 3)
                #expect(ending.output == whole.output)
                #expect(try place.contents(below: "out") == published)
            }
            // Nothing of this month is simple: the tolerance is exceeded, names are replaced, and rows repeat.
            let rows = try ["breaks", "matches"].flatMap { try place.rows(of: "out/small/2026-10/\($0).csv.gz") }
            let codes = Set(rows.compactMap { $0["code"] })
            #expect(codes.isSuperset(of: ["M0", "V3", "B4", "B5", "B8", "B10", "B11", "S1"]), "\(codes.sorted())")
            #expect(rows.contains { $0["flags"] == "aliased" })
            #expect(place.unfinishedRuns() == [])
        }
    }

    @Test("levels of which one without the subscription comes first end the run with 78")
    func order() async throws {
        try await withWorkplace { place in
            try Self.write(match: "[[customer], [subscription]]", in: place)
            #expect(try await place.run("run", "small.yaml", "--as-of", "2026-11-23", "--out", "whole").code == 3)
            let ending = try await place.run("run", "small.yaml", "--memory-limit", "64MB")
            #expect(ending.code == 78)
            #expect(
                ending.message
                    == "crossfoot run: stage \"tie_out\": with --memory-limit, every level of `match` that has "
                    + "`subscription` must come before those that have not: what they bring together decides what is "
                    + "left for the others. Put them first, or leave out the limit\n")
            #expect(try place.files(below: "out") == [])
            #expect(place.unfinishedRuns() == [])
        }
    }

    @Test("a row that cannot be judged ends the run, and nothing stays on the disk")
    func fault() async throws {
        try await withWorkplace { place in
            try Self.write(in: place)
            let report = try place.text(of: "report.csv")
            try place.write("report.csv", report + "S1,C1,renew,O1,2026-11-05,2026-10-05,1,10,EUR,\n")
            let ending = try await place.run("run", "small.yaml", "--memory-limit", "1MB")
            #expect(ending.code == 65)
            #expect(ending.message.contains("is charged from 2026-11-05 until 2026-10-05, which is earlier"))
            #expect(try place.files(below: "out") == [])
            #expect(place.unfinishedRuns() == [])
        }
    }

    @Test(
        "a signal ends the run, and nothing stays on the disk", .timeLimit(.minutes(15)), arguments: [SIGINT, SIGTERM])
    func signalled(by number: Int32) async throws {
        try await withWorkplace { place in
            let server = try ScriptedServer.ion(report: .silence)
            defer { server.stop() }
            let program = try place.start(
                try place.serviceRun(server.address, http: Workplace.patientHTTP) + ["--memory-limit", "1MB"])
            _ = await server.requests.first { $0.hasSuffix("/reportDataCsv") }
            #expect(place.unfinishedRuns().contains { $0.contains("/parts-") })
            program.send(number)
            #expect(try await program.ending().code == 128 + number)
            #expect(place.unfinishedRuns() == [])
        }
    }
}
