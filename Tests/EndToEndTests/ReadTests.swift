import Formats
import Testing

@Suite("crossfoot read")
struct ReadTests {
    private static let report = #"""
        id,name,amount
        1,"Alder, Vink",12.50
        2,"say ""so""",-0.000000000000000001
        3,"two
        lines",1e2
        4,,

        """#

    private func place(_ body: (Workplace) async throws -> Void) async throws {
        try await withWorkplace { place in
            try place.write("report.csv", Self.report)
            try await body(place)
        }
    }

    private func expect(
        _ ending: Ending, _ output: String, _ error: String = "", code: Int32 = 0, isPrefix: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(ending.output == output, sourceLocation: sourceLocation)
        let said = isPrefix ? String(ending.error.prefix(error.count)) : ending.error
        #expect(said == error, sourceLocation: sourceLocation)
        #expect(ending.code == code, sourceLocation: sourceLocation)
    }

    @Test("Counts and sums are exact, of plain files, gzipped ones and standard input, on any number of threads")
    func totals() async throws {
        try await place { place in
            let totals = "records\t4\namount\t112.499999999999999999\n"
            let note = "note: 1 record has nothing under \"amount\"\n"
            for threads in ["1", "2", "7"] {
                let words = ["--count", "--sum", "amount", "--threads", threads]
                expect(try await place.run(["read", "report.csv"] + words), totals, note)
            }
            let program = try Program.crossfoot()
            // Two members in a row are one file; the second header line is a record then.
            let piped = "gzip -c report.csv >report.csv.gz; cat report.csv.gz report.csv.gz | \(program) read --count"
            expect(try await place.runSystem("/bin/sh", "-c", piped), "records\t9\n")
            expect(try await place.run("read", "report.csv.gz", "--count"), "records\t4\n")
            expect(try await place.runSystem("/bin/sh", "-c", "\(program) read - --count <report.csv"), "records\t4\n")
        }
    }

    @Test("Records are written as CSV, JSON Lines or a table, with the columns that are chosen")
    func output() async throws {
        try await place { place in
            expect(
                try await place.run("read", "report.csv", "--output", "csv"), Self.report)
            expect(
                try await place.run("read", "report.csv", "--select", "amount,id", "--output", "jsonl"),
                """
                {"amount":"12.50","id":"1"}
                {"amount":"-0.000000000000000001","id":"2"}
                {"amount":"1e2","id":"3"}
                {"amount":"","id":"4"}

                """)
            expect(
                try await place.run("read", "report.csv", "--select", "id,name", "--output", "table"),
                """
                id  name
                1   Alder, Vink
                2   say "so"
                3   two\\u{a}lines
                4   

                """)
            expect(
                try await place.run("read", "report.csv", "--select", "id", "--sum", "amount", "--output", "csv"),
                "id\n1\n2\n3\n4\namount\t112.499999999999999999\n",
                "note: 1 record has nothing under \"amount\"\n")
            expect(try await place.run("read", "report.csv", "--output", "none"), "")
        }
    }

    @Test("A file is there when it is whole, gzipped on any number of threads to the same bytes")
    func destination() async throws {
        try await place { place in
            expect(try await place.run("read", "report.csv", "--to", "a.csv.gz", "--threads", "1"), "")
            expect(try await place.run("read", "report.csv", "--to", "b.csv.gz", "--threads", "3"), "")
            #expect(try place.bytes(of: "a.csv.gz") == place.bytes(of: "b.csv.gz"))
            #expect(try place.expanded("a.csv.gz") == Array(Self.report.utf8))
            let words = ["--to", "a.jsonl", "--select", "id", "--count"]
            expect(try await place.run(["read", "a.csv.gz"] + words), "records\t4\n")
            #expect(try place.text(of: "a.jsonl") == (1...4).map { "{\"id\":\"\($0)\"}\n" }.joined())
            try place.write("bad.csv", "id\n1\n2,2\n")
            let failed = try await place.run("read", "bad.csv", "--to", "a.jsonl")
            #expect(failed.code == 65)
            #expect(try place.text(of: "a.jsonl").hasPrefix("{\"id\""))
            #expect(
                try await place.runSystem("/bin/ls").output.split(separator: "\n").allSatisfy { !$0.hasSuffix(".new") })
            expect(
                try await place.run("read", "bad.csv", "--to", "none/a.csv"), "",
                "crossfoot read: cannot create none/a.csv", code: 73, isPrefix: true)
        }
    }

    @Test("A spreadsheet finds no formula in what is written for it")
    func formulas() async throws {
        try await withWorkplace { place in
            try place.write("f.csv", "a,b\n=1+1,-12.50\n@x,+1\n")
            expect(
                try await place.run("read", "f.csv", "--output", "csv", "--spreadsheet-safe"),
                "a,b\n'=1+1,-12.50\n'@x,+1\n")
        }
    }

    @Test(
        "The first row that cannot be read ends the reading with its place; with --rejects, all of them are written down"
    )
    func rejects() async throws {
        try await withWorkplace { place in
            try place.write("report.csv", "id,amount\n1,2.50\n\"a\nb\",1,250.00\n3,x\n4,1\n")
            for threads in ["1", "3"] {
                expect(
                    try await place.run("read", "report.csv", "--sum", "amount", "--threads", threads), "",
                    "crossfoot read: report.csv, row 2 (line 3, byte 17): has 3 fields where the header line has 2\n",
                    code: 65)
                let words = ["--count", "--sum", "amount", "--threads", threads, "--rejects", "bad\(threads).csv"]
                expect(
                    try await place.run(["read", "report.csv"] + words), "records\t2\namount\t3.5\n",
                    "note: 2 rows could not be read and are not in the output; see bad\(threads).csv\n")
                #expect(
                    try place.text(of: "bad\(threads).csv") == #"""
                        file,row,line,byte,column,reason,text
                        report.csv,2,3,17,,has 3 fields where the header line has 2,"""a
                        b"",1,250.00"
                        report.csv,3,5,32,amount,"""x"" is not a plain decimal number","3,x"

                        """#)
            }
            expect(
                try await place.run("read", "report.csv", "--count", "--rejects", "bad1.csv"), "",
                "crossfoot read: bad1.csv exists already; remove it, or choose another file for rejects\n", code: 73)
        }
    }

    @Test("JSON and XML are read by the path of their records; the format is told by name and first bytes")
    func trees() async throws {
        try await withWorkplace { place in
            try place.write("x.json", #"{"data":{"invoice":[{"id":"1","total":2.50,"to":{"city":"Åre"}},{"id":"2"}]}}"#)
            try place.write(
                "x.xml", "<data><invoice><id>1</id><total>2.50</total></invoice><invoice><id>2</id></invoice></data>")
            for file in ["x.json", "x.xml"] {
                expect(
                    try await place.run(
                        "read", file, "--records", "data/invoice", "--select", "id,total", "--output", "csv"),
                    "id,total\n1,2.50\n2,\n")
                let both = ["--select", "total,id", "--sum", "total", "--output", "csv"]
                expect(
                    try await place.run(["read", file, "--records", "data/invoice"] + both),
                    "total,id\n2.50,1\n,2\ntotal\t2.5\n", "note: 1 record has nothing under \"total\"\n")
                expect(
                    try await place.run("read", file, "--records", "data/invoice", "--sum", "total"), "total\t2.5\n",
                    "note: 1 record has nothing under \"total\"\n")
            }
            try place.write("report", #"{"results":"id,amount\n1,2\n","resultCount":"1"}"#)
            expect(
                try await place.run("read", "report", "--format", "report", "--sum", "amount"), "amount\t2\n")
        }
    }

    @Test(
        "A document of XML of many chunks is read alike on one thread and on two, whatever is wrong with it, and where")
    func largeDocument() async throws {
        try await withWorkplace { place in
            let rows = (1...60_000).map { "<row><id>\($0)</id><n\($0 % 700)>\($0)</n\($0 % 700)></row>" }
            let half = rows.count / 2
            let documents = [
                "whole": "<rows>\(rows.joined())</rows>",
                "cut": "<rows>\(rows.joined())",
                "broken": "<rows>\(rows[..<half].joined())<row></wor>\(rows[half...].joined())</rows>",
                "reject": "<rows>\(rows[..<half].joined())<row><id>x</id></row>\(rows[half...].joined())</rows>",
                "foreign": "<?xml version=\"1.0\" encoding=\"none\"?><rows/>",
                "empty": "",
            ]
            for (name, document) in documents {
                try place.write("\(name).xml", document)
                let words = ["read", "\(name).xml", "--records", "rows/row", "--sum", "id", "--select", "id,n7"]
                let one = try await place.run(words + ["--output", "csv", "--threads", "1"])
                let two = try await place.run(words + ["--output", "csv", "--threads", "2"])
                #expect(one.output == two.output && one.error == two.error && one.code == two.code, "\(name)")
                #expect((one.code == 0) == (name == "whole"), "\(name): \(one.error)")
            }
            _ = try await place.runSystem("/bin/sh", "-c", "gzip -c whole.xml | head -c 20000 >short.xml.gz")
            let short = ["read", "short.xml.gz", "--records", "rows/row", "--count", "--threads"]
            expect(try await place.run(short + ["2"]), "", try await place.run(short + ["1"]).error, code: 65)
        }
    }

    @Test("Without --select every field with one value is a column, and what becomes none is told")
    func discovery() async throws {
        try await withWorkplace { place in
            let lines = """
                {"id":1,"to":{"city":"Åre"},"tags":["a","b"],"ok":true,"no":null}
                {"id":2.50,"to":{"city":""},"no":"n"}

                """
            try place.write("x.jsonl", lines)
            expect(
                try await place.run("read", "x.jsonl", "--output", "csv"), "id,to/city,ok,no\n1,Åre,true,\n2.50,,,n\n",
                "note: \"tags\" is in no column, 1 time: it is a list, and a row has no place for one; "
                    + "--records can lead to it\n")
            expect(try await place.run("read", "x.jsonl", "--count", "--sum", "id"), "records\t2\nid\t3.5\n")
        }
    }

    @Test("CSV inside JSON reads the same on any number of threads, and says where it is cut off")
    func embedded() async throws {
        try await withWorkplace { place in
            let rows = (1...20_000).map { "\($0),\"a\\nb \\u00e5 \($0)\",\($0).25" }.joined(separator: "\n")
            let text = "id,name,amount\n" + rows.replacing("\\n", with: "\n").replacing("\\u00e5", with: "å") + "\n"
            let escaped = text.replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            try place.write("report.json", "{\"resultCount\":\"20000\",\"results\":\"\(escaped)\"}")
            for threads in ["1", "2", "5"] {
                let words = ["read", "report.json", "--format", "report", "--threads", threads]
                expect(try await place.run(words + ["--output", "csv"]), text)
                expect(
                    try await place.run(words + ["--count", "--sum", "amount"]), "records\t20000\namount\t200015000\n")
            }
            try place.write("cut.json", "{\"results\":\"\(escaped)")
            for threads in ["1", "2"] {
                let ending = try await place.run(
                    "read", "cut.json", "--format", "report", "--count", "--threads", threads)
                #expect(ending.code == 65 && ending.output.isEmpty)
                #expect(ending.error.hasPrefix("crossfoot read: cut.json: the JSON text is cut off after "))
            }
        }
    }

    @Test("What is asked for must make sense, and must be there")
    func faults() async throws {
        try await place { place in
            for (words, message) in [
                (
                    ["report.csv", "--format", "xls"],
                    "--format must be one of csv, json, jsonl, xml, report, not \"xls\""
                ),
                (["report.csv", "--threads", "0"], "--threads must be a whole number from 1 to 64, not \"0\""),
                (["report.csv", "--delimiter", "\""], "--delimiter wants one character, or tab, not \"\"\""),
                (["report.csv", "--select", "id,,amount"], "--select wants COLUMN,COLUMN, not \"id,,amount\""),
                (
                    ["report.csv", "--sum", "amount", "--output", "csv"],
                    "--sum beside records wants --select: name the columns that are to be written"
                ),
                (["a", "b"], "expects [FILE] besides flags, got a b"),
                (
                    ["report.csv", "--level", "9"],
                    "--level is for what is gzipped: add --gzip, or --to a file that ends with .gz"
                ),
                (
                    ["report.csv", "--output", "jsonl", "--spreadsheet-safe"],
                    "--spreadsheet-safe is for records that are written as CSV"
                ),
                (["report.csv", "--to", "x.csv", "--output", "none"], "--to wants records: leave out --output none"),
            ] {
                expect(
                    try await place.run(["read"] + words), "", "crossfoot read: \(message)\nTry: crossfoot help read\n",
                    code: 64)
            }
            expect(
                try await place.run("read", "report.csv", "--select", "Amount"), "",
                "crossfoot read: report.csv: there is no column \"Amount\"; the file has \"id\", \"name\", \"amount\"\n",
                code: 65)
            #expect(try await place.run("read", "report.csv", "--select", "Amount", "--count").code == 65)
            expect(
                try await place.run("read", "none.csv"), "",
                "crossfoot read: cannot open none.csv: No such file or directory\n", code: 65)
            try place.write("cut.csv", "a,b\n1,\"2")
            expect(
                try await place.run("read", "cut.csv", "--count", "--threads", "2"), "",
                "crossfoot read: cut.csv: a quoted field that begins at byte 6 (row 2, line 2) is never closed\n",
                code: 65)
        }
    }
}
