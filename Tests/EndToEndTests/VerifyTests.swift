import Foundation
import Formats
import Records
import Testing

@Suite("crossfoot verify")
struct VerifyTests {
    private static let set = Workplace.sandboxSet

    /// Runs whose sets must verify.
    static let runs: [(words: [String], set: String)] = [
        (["pipelines/month-end.yaml", "--sandbox"], Workplace.sandboxSet),
        (["pipelines/month-end.yaml", "--sandbox", "--param", "accept=xml"], Workplace.sandboxSet),
        (["pipelines/month-end.yaml", "--sandbox", "--scale", "3000"], Workplace.sandboxSet),
        (["pipelines/local-files.yaml"], Workplace.localSet),
        (["pipelines/agreements.yaml", "--sandbox"], "out/sandbox/agreements/2026-10"),
        (["pipelines/export.yaml", "--sandbox"], "out/sandbox/export/2026-10"),
    ]

    @Test("what a run has published verifies", arguments: runs)
    func cleanSetsVerify(words: [String], set: String) async throws {
        try await withWorkplace { place in
            _ = try await place.run(["run"] + words + Workplace.month)
            let ending = try await place.run("verify", set)
            #expect(ending.code == 0 && ending.error == "", "\(ending.output)\(ending.error)")
            #expect(ending.output.contains("checks hold."))
            #expect(!ending.output.contains("FAILS"))
        }
    }

    @Test("a set with rejects verifies, and one whose reject was dropped does not")
    func rejects() async throws {
        try await withWorkplace { place in
            try place.writeRejectingMonth()
            let ending = try await place.run(["run", "month.yaml"] + Workplace.month)
            #expect(ending.code == 3, "\(ending.error)")
            let set = "out/month/2026-10"
            #expect(try place.rows(of: set + "/rejects.csv.gz").count == 1)
            #expect(try await place.run("verify", set).code == 0)
            let forgery = Forgery(place: place, set: set)
            try forgery.editRows("rejects.csv.gz") { $0[0]["row"] = "3" }
            try forgery.reseal()
            let forged = try await place.run("verify", set)
            #expect(forged.code == 1)
            #expect(forged.output.contains("charges: no outcome claims row 2 of report.csv"), "\(forged.output)")
        }
    }

    @Test("a changed byte is found in every file, wherever it stands")
    func changedBytes() async throws {
        try await withWorkplace { place in
            _ = try await place.runMonthEnd()
            let names = try place.files(below: Self.set)
            #expect(names.count == 9)
            for name in names {
                let path = "\(Self.set)/\(name)"
                let bytes = try place.bytes(of: path)
                for position in [0, bytes.count / 3, bytes.count / 2, bytes.count - 1] {
                    var changed = bytes
                    changed[position] ^= 1
                    try place.write(path, changed)
                    let ending = try await place.run("verify", Self.set)
                    #expect(ending.code == 1, "\(name), byte \(position): \(ending.output)")
                    #expect(ending.output.contains("         \(name)"), "\(name), byte \(position): \(ending.output)")
                }
                try place.write(path, bytes)
            }
            #expect(try await place.run("verify", Self.set).code == 0)
        }
    }

    @Test("a forged set is told from the run's", arguments: Tampering.all)
    func forgedSets(_ tampering: Tampering) async throws {
        try await withWorkplace { place in
            _ = try await place.runMonthEnd()
            try tampering.apply(Forgery(place: place, set: Self.set))
            let ending = try await place.run("verify", Self.set)
            #expect(ending.code == 1, "\(ending.output)\(ending.error)")
            for fault in tampering.faults {
                #expect(ending.output.contains(fault), "\(fault) is not in:\n\(ending.output)")
            }
        }
    }

    @Test("for programs, the checks are JSON: what, where, expected and found")
    func asJSON() async throws {
        try await withWorkplace { place in
            _ = try await place.runMonthEnd()
            let clean = try await place.run("verify", Self.set, "--output", "json")
            let result = try JSONValue(parsing: Array(clean.output.utf8))
            #expect(clean.code == 0 && result["holds"] == true && result["pipeline"] == "month-end")
            #expect(result["checks"]?.array?.allSatisfy { $0["holds"] == true } == true)
            try Forgery(place: place, set: Self.set).editText("summary.md") { $0 += "x" }
            let forged = try await place.run("verify", Self.set, "--output", "json")
            let checks = try #require(try JSONValue(parsing: Array(forged.output.utf8))["checks"]?.array)
            let faults = checks.first { $0["check"] == "files" }?["faults"]?.array ?? []
            #expect(forged.code == 1 && faults.first?["file"] == "summary.md")
            #expect(faults.contains { $0["column"] == "bytes" && $0["expected"] != .null && $0["found"] != .null })
        }
    }

    @Test("what is no published set ends with 65, and misuse with 64")
    func noSet() async throws {
        try await withWorkplace { place in
            let missing = try await place.run("verify", "out")
            #expect(missing.code == 65)
            #expect(
                missing.error == "crossfoot verify: there is no directory out; name the directory that a run has "
                    + "published, such as out/month-end/2026-10\n")
            let other = try await place.run("verify", "fixtures")
            #expect(other.code == 65 && other.error.contains("it has no manifest.json"))
            #expect(try await place.run("verify").code == 64)
            #expect(try await place.run("verify", "out", "--output", "xml").code == 64)
        }
    }
}

/// A change to a set whose digests were made right again, and what is said of it.
struct Tampering: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What must be said, among the rest.
    let faults: [String]
    let apply: @Sendable (Forgery) throws -> Void

    private init(
        _ description: String, _ faults: [String], _ apply: @escaping @Sendable (Forgery) throws -> Void
    ) {
        testDescription = description
        self.faults = faults
        self.apply = apply
    }

    static let all: [Tampering] = [
        Tampering(
            "a cent moved between two breaks", ["breaks.csv.gz, row 13, difference: is not billed less expected"]
        ) { forgery in
            try forgery.editRows("breaks.csv.gz") { rows in
                try rows.add("0.01", to: "billed_amount", of: 12)
                try rows.add("-0.01", to: "billed_amount", of: 15)
            }
            try forgery.reseal()
        },
        Tampering(
            "a cent moved between two breaks, with their differences",
            [
                "summary.json, tie_out, V1, billed USD: the tables come to another sum",
                "open-items.jsonl.gz, row 13, amount: is not that of breaks.csv.gz, row 13",
            ]
        ) { forgery in
            try forgery.editRows("breaks.csv.gz") { rows in
                for column in ["billed_amount", "difference"] {
                    try rows.add("0.01", to: column, of: 12)
                    try rows.add("-0.01", to: column, of: 15)
                }
            }
            try forgery.reseal()
        },
        Tampering("a cent moved between two matches, on both sides", ["why: speaks of other amounts"]) { forgery in
            try forgery.editRows("matches.csv.gz") { rows in
                let places = rows.indices.filter { rows[$0]["leg"] == "tie_out" && rows[$0]["code"] == "M0" }
                let one = try #require(places.first)
                let currency = rows[one]["currency"]
                let other = try #require(places.dropFirst().first { rows[$0]["currency"] == currency })
                for column in ["billed_amount", "expected_amount"] {
                    try rows.add("0.01", to: column, of: one)
                    try rows.add("-0.01", to: column, of: other)
                }
            }
            try forgery.reseal()
        },
        Tampering(
            "a break deleted, in both files",
            ["breaks: the tables have others: expected 38, found 37", "no outcome claims row 756 of report.json"]
        ) { forgery in
            try forgery.editRows("breaks.csv.gz") { $0.remove(at: 13) }
            try forgery.editText("open-items.jsonl.gz") { text in
                var lines = text.split(separator: "\n")
                lines.remove(at: 13)
                text = lines.joined(separator: "\n") + "\n"
            }
            try forgery.reseal()
        },
        Tampering(
            "a match doubled", ["matches.csv.gz, row 2, charge_rows: the row is claimed by another outcome too"]
        ) { forgery in
            try forgery.editRows("matches.csv.gz") { $0.insert($0[0], at: 0) }
            try forgery.reseal()
        },
        Tampering("a code changed", ["breaks.csv.gz, row 17, outcome: is not the name of V4: expected PRICE_UNDER"]) {
            forgery in
            try forgery.editRows("breaks.csv.gz") { $0[16]["code"] = "V4" }
            try forgery.reseal()
        },
        Tampering("a break that is said to be none", ["breaks.csv.gz, row 17, code: is no break: found M4"]) {
            forgery in
            try forgery.editRows("breaks.csv.gz") { rows in
                (rows[16]["code"], rows[16]["outcome"]) = ("M4", "TOLERATED")
            }
            try forgery.reseal()
        },
        Tampering(
            "a break among the matches",
            ["matches.csv.gz, row 1, code: is a break, and belongs into breaks.csv.gz: found V3"]
        ) { forgery in
            try forgery.editRows("matches.csv.gz") { rows in
                (rows[0]["code"], rows[0]["outcome"]) = ("V3", "PRICE_OVER")
            }
            try forgery.reseal()
        },
        Tampering("a code that there is not", ["breaks.csv.gz, row 1, code: is none that this program knows: found Z9"])
        {
            forgery in
            try forgery.editRows("breaks.csv.gz") { $0[0]["code"] = "Z9" }
            try forgery.reseal()
        },
        Tampering("an amount that is none", ["breaks.csv.gz, row 13, billed_amount: is no number: found 12,40"]) {
            forgery in
            try forgery.editRows("breaks.csv.gz") { $0[12]["billed_amount"] = "12,40" }
            try forgery.reseal()
        },
        Tampering("a row of another file", ["charge_rows: names a row that the source cannot have: found other.json:1"])
        { forgery in
            try forgery.editRows("breaks.csv.gz") { $0[12]["charge_rows"] = "other.json:1" }
            try forgery.reseal()
        },
        Tampering("a row that is not there", ["charge_rows: the source has no such row: found report.json:1241"]) {
            forgery in
            try forgery.editRows("breaks.csv.gz") { $0[12]["charge_rows"] = "report.json:1241" }
            try forgery.reseal()
        },
        Tampering("a file added", ["more.csv: is there, but the manifest does not name it"]) { forgery in
            try forgery.place.write("\(forgery.set)/more.csv", "a\n")
        },
        Tampering("a file removed", ["charges.csv.gz: is missing; the manifest names it"]) { forgery in
            try forgery.remove("charges.csv.gz")
        },
        Tampering(
            "a file removed, also from the manifest", ["manifest.json, outputs: does not name open-items.jsonl.gz"]
        ) { forgery in
            try forgery.remove("open-items.jsonl.gz")
            try forgery.reseal { $0.removeAll { $0["name"] == "open-items.jsonl.gz" } }
        },
        Tampering("a sum in the summary", ["summary.json, tie_out, V1, billed EUR: the tables come to another sum"]) {
            forgery in
            try forgery.editText("summary.json") { $0 = $0.replacing("\"265.35\"", with: "\"265.36\"") }
            try forgery.reseal()
        },
        Tampering(
            "fewer breaks in the summary",
            ["summary.json, breaks: breaks: the tables have others: expected 49, found 50"]
        ) { forgery in
            try forgery.editText("summary.json") { $0 = $0.replacing("\"breaks\": 50", with: "\"breaks\": 49") }
            try forgery.reseal()
        },
        Tampering(
            "books that are said to tie out",
            [
                "summary.json, gates[0]: whether it holds is wrong",
                "summary.md, verdict: is not what the gates say",
            ]
        ) { forgery in
            try forgery.editText("summary.json") {
                $0 = $0.replacing("\"ties_out\": false", with: "\"ties_out\": true")
                    .replacing("\"holds\": false", with: "\"holds\": true")
            }
            try forgery.reseal()
        },
        Tampering(
            "a run that is said to be provisional", ["summary.json, provisional: is not what as_of and settles_on say"]
        ) {
            forgery in
            try forgery.editText("summary.json") {
                $0 = $0.replacing("\"provisional\": false", with: "\"provisional\": true")
            }
            try forgery.reseal()
        },
        Tampering("a verdict that is too good", ["summary.md, verdict: is not what the gates say"]) { forgery in
            try forgery.editText("summary.md") {
                $0 = $0.replacing("The books do not tie out", with: "The books tie out")
            }
            try forgery.reseal()
        },
        Tampering("a figure for people", ["summary.md, line ", "is not what the tables say"]) { forgery in
            try forgery.editText("summary.md") { $0 = $0.replacing("| 265.35 |", with: "| 265.34 |") }
            try forgery.reseal()
        },
        Tampering("more records than there were", ["summary.json, leg tie_out, charges: rows are claimed"]) { forgery in
            try forgery.editText("summary.json") {
                $0 = $0.replacing("\"records\": 1240", with: "\"records\": 1241")
                    .replacing("\"accepted\": 1240", with: "\"accepted\": 1241")
            }
            try forgery.reseal()
        },
        Tampering("an identity", ["T4", "the source is another"]) { forgery in
            try forgery.editText("summary.json") {
                $0 = $0.replacing("\"18020.6520583551\"", with: "\"18020.6520583552\"")
            }
            try forgery.reseal()
        },
        Tampering("an open item that was written down", ["open-items.jsonl.gz, row 1, amount: is not that of"]) {
            forgery in
            try forgery.editText("open-items.jsonl.gz") {
                $0 = $0.replacing("\"amount\":\"0.01\"", with: "\"amount\":\"0.00\"")
            }
            try forgery.reseal()
        },
        Tampering("an input's digest", ["manifest.json, manifest_sha256: is not that of the rest of the file"]) {
            forgery in
            var manifest = try forgery.place.json("\(forgery.set)/manifest.json")
            var inputs = try #require(manifest["inputs"]?.array)
            inputs[0]["sha256"] = .string(String(repeating: "0", count: 64))
            manifest["inputs"] = .array(inputs)
            try forgery.place.write("\(forgery.set)/manifest.json", manifest.indentedText)
        },
        Tampering(
            "variance parts that do not add up",
            ["breaks.csv.gz, row 14, quantity_part … rest_part: do not add up", "expected 27.45, found 27.44"]
        ) { forgery in
            try forgery.fill(row: 13, ["quantity_part": "27.45", "rest_part": "-0.01"])
            try forgery.reseal()
        },
        Tampering(
            "a residual that is not what the model leaves",
            ["breaks.csv.gz, row 14, residual: and the model's amount do not make the billed one"]
        ) { forgery in
            try forgery.fill(row: 13, ["model_amount": "265.35", "residual": "0.01"])
            try forgery.reseal()
        },
    ]
}

extension Forgery {
    /// Fills columns that show the work in a row of the breaks.
    func fill(row: Int, _ values: [String: String]) throws {
        try editRows("breaks.csv.gz") { rows in
            for (column, value) in values { rows[row][column] = value }
        }
    }
}

extension [[String: String]] {
    /// Adds to an amount of a row.
    fileprivate mutating func add(_ amount: String, to column: String, of row: Int) throws {
        let old = try ExactDecimal(parsing: self[row][column] ?? "")
        self[row][column] = try old.adding(try ExactDecimal(parsing: amount)).text(minimumFractionDigits: 2)
    }
}

extension Workplace {
    /// A small month of local files in which one row cannot be read, with the pipeline that allows it: `month.yaml`.
    func writeRejectingMonth() throws {
        try write("report.csv", "Id,Seats,Cost,Currency\nS1,2,20.00,EUR\nS2,1,1O.00,EUR\nS3,1,10.00,EUR\n")
        try write(
            "subscriptions.csv",
            "Id,Seats,Price,Currency,Start\nS1,2,10.00,EUR,2026-01-05\nS2,1,10.00,EUR,2026-01-05\n"
                + "S3,1,9.00,EUR,2026-01-05\n")
        try write(
            "month.yaml",
            """
            version: 1
            name: month
            params:
              period: { type: month, default: last-month }
            stages:
              report:
                read: report.csv
              subscriptions:
                read: subscriptions.csv
              charges:
                parse: report
                rejects: 1
                columns: { subscription: Id, quantity: Seats, amount: Cost, currency: Currency }
              entitlements:
                parse: subscriptions
                columns: { subscription: Id, quantity: Seats, price: Price, currency: Currency, start: Start }
              tie_out:
                reconcile: { charges: charges, entitlements: entitlements }
                period: ${params.period}
                match: [[subscription]]

            """)
    }
}
