import Foundation
import Testing

@Suite("crossfoot test")
struct PipelineTestTests {
    private static let pipeline = """
        version: 1
        name: books
        params:
          bills: { type: path }
          period: { type: month, default: last-month }
        stages:
          bills: { read: "${params.bills}" }
          subs: { fetch: subscriptions }
          charges:
            parse: bills
            columns: { subscription: Sub, quantity: Seats, amount: Cost, currency: Cur }
          held:
            parse: subs
            records: items
            columns: { subscription: id, quantity: seats, price: cost, currency: currency, start: start }
          tie_out:
            reconcile: { charges: charges, entitlements: held }
            period: ${params.period}
            match: [[subscription]]
            compare: { quantity: 0, amount: { absolute: "0.01" } }
        tests:

        """

    /// A test of the pipeline: a bill of a subscription that costs 10.00.
    private static func test(
        _ name: String, bill: String = "10.00", heading: String = "Cost", given: String = "", params: String = "",
        expect: String
    ) -> String {
        """
          - name: \(name)
            params: { bills: nowhere.csv, period: 2026-10\(params) }
            given:
              bills: { csv: "Sub,Seats,\(heading),Cur\\nS-1,1,\(bill),EUR\\n" }
              subs: { json: '{"items":[{"id":"S-1","seats":1,"cost":"10.00","currency":"EUR","start":"2026-01-01"}]}' }
        \(given)    expect: \(expect)

        """
    }

    /// Runs the tests of a file.
    private static func run(_ tests: String..., words: [String] = []) async throws -> Ending {
        var ending: Ending?
        try await withWorkplace { place in
            try place.write("books.yaml", pipeline + tests.joined())
            ending = try await place.run(["test", "books.yaml", "--as-of", "2026-11-23"] + words)
            // A test publishes nothing, and leaves nothing behind.
            #expect(
                try place.files(below: ".").filter { !$0.hasPrefix("pipelines") && !$0.hasPrefix("fixtures") } == [
                    "books.yaml"
                ])
        }
        return try #require(ending)
    }

    @Test("the pipelines that come with the program each have tests, and they hold")
    func shipped() async throws {
        try await withWorkplace { place in
            let ending = try await place.run("test", "pipelines", "--as-of", "2026-11-23")
            #expect(ending.code == 0, "\(ending.output)\(ending.error)")
            #expect(!ending.output.contains("no tests"), "\(ending.output)")
        }
    }

    @Test("what is as it is expected holds, whatever is expected of it")
    func holding() async throws {
        let ending = try await Self.run(
            Self.test(
                "even", expect: "{ exit: 0, skipped: [], records: { charges: 1, held: 1 }, rejects: { charges: 0 } }"),
            Self.test(
                "one cent over is let pass", bill: "10.01",
                expect:
                    #"{ breaks: { tie_out: 0 }, codes: { tie_out: { M1: 1 } }, totals: { tie_out: { EUR: { billed: "10.01", expected: "10" } } } }"#
            ),
            Self.test("two cents are a break", bill: "10.02", expect: "{ exit: 3, codes: { tie_out: { V3: 1 } } }"),
            Self.test("another heading", heading: "Costs", expect: "{ exit: 65 }"))
        #expect(ending.code == 0, "\(ending.output)")
        #expect(
            ending.output == """
                books.yaml
                  holds  even
                  holds  one cent over is let pass
                  holds  two cents are a break
                  holds  another heading

                """)
        #expect(ending.error == "crossfoot test: 4 tests in 1 file, all hold\n")
    }

    /// What is expected of a bill of 10.02, and what is said of it.
    static let differences: [(expected: String, said: String)] = [
        ("{ exit: 0 }", "21: exit: expected 0, found 3: The books do not tie out: 1 breaks (1 where 0 are allowed)."),
        ("{ records: { charges: 2 } }", "26: charges.records: expected 2, found 1"),
        ("{ rejects: { held: 1 } }", "26: held.rejects: expected 1, found 0"),
        ("{ breaks: { tie_out: 0 } }", "25: tie_out.breaks: expected 0, found 1"),
        ("{ codes: { tie_out: { M0: 0 } } }", "24: tie_out.V3 PRICE_OVER: expected 0, found 1"),
        ("{ codes: { tie_out: { V3: 2 } } }", "24: tie_out.V3 PRICE_OVER: expected 2, found 1"),
        (
            #"{ totals: { tie_out: { EUR: { billed: "10.01" } } } }"#,
            "25: tie_out.billed EUR: expected 10.01, found 10.02"
        ),
        (#"{ totals: { tie_out: { SEK: { expected: "1" } } } }"#, "25: tie_out.expected SEK: expected 1, found 0"),
        ("{ skipped: [charges] }", "24: skipped: expected \"charges\" to be skipped, and it was not"),
    ]

    @Test("what differs is told with its line, as expected and as found", arguments: differences)
    func difference(_ expected: String, _ said: String) async throws {
        let ending = try await Self.run(Self.test("a", bill: "10.02", expect: expected))
        #expect(ending.code == 1)
        #expect(ending.output == "books.yaml\n  FAILS  a\n         books.yaml:27:\(said)\n")
        #expect(ending.error == "crossfoot test: 1 test in 1 file, 1 fails\n")
    }

    @Test("a run that fails is no test that holds, unless its exit code is expected")
    func unexpectedFailure() async throws {
        let ending = try await Self.run(Self.test("a", heading: "Costs", expect: "{ breaks: { tie_out: 0 } }"))
        #expect(ending.code == 1)
        #expect(
            ending.output.contains(
                "books.yaml:22:5: the run ends with 65: stage \"charges\": bills.csv: there is no column"))
        #expect(
            ending.output.contains("books.yaml:27:25: tie_out: there is nothing to look at, since the run ends with 65")
        )
    }

    @Test(
        "a test that cannot be tried fails, whatever exit code it expects",
        arguments: [1, 65, 69, 78].map { "{ exit: \($0) }" })
    func untried(_ expected: String) async throws {
        let head = "  - name: a\n    params: { bills: b.csv }\n"
        let bills = "    given: { bills: { csv: \"Wrong\\n1\\n\" } }\n"
        let ending = try await Self.run(head + bills + "    expect: \(expected)\n")
        #expect(ending.code == 1)
        #expect(
            ending.output.contains(
                "the test cannot be tried: nothing is given for stage \"subs\", and a test touches no network"),
            "\(ending.output)")
        let noFile = try await Self.run(head + "    given: { bills: { file: none.csv } }\n    expect: \(expected)\n")
        #expect(noFile.code == 1)
        #expect(noFile.output.contains("what is given cannot be used: cannot open none.csv"), "\(noFile.output)")
        let noValue = try await Self.run("  - name: a\n" + bills + "    expect: \(expected)\n")
        #expect(noValue.code == 1)
        #expect(noValue.output.contains("the test cannot be tried: books.yaml:4:3: parameter \"bills\" has no value"))
    }

    @Test("JUnit has a suite a file and a case a test")
    func junit() async throws {
        let ending = try await Self.run(
            Self.test("it's <even> & fine", expect: "{ exit: 0 }"), Self.test("odd", expect: "{ exit: 3 }"),
            words: ["--output", "junit"])
        #expect(ending.code == 1)
        #expect(
            ending.output == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites tests="2" failures="1" errors="0">
                  <testsuite name="books" file="books.yaml" tests="2" failures="1" errors="0">
                    <testcase name="it's &lt;even&gt; &amp; fine" classname="books" file="books.yaml" line="22"/>
                    <testcase name="odd" classname="books" file="books.yaml" line="28">
                      <failure message="books.yaml:33:21: exit: expected 3, found 0: The books tie out.">books.yaml:33:21: \
                exit: expected 3, found 0: The books tie out.</failure>
                    </testcase>
                  </testsuite>
                </testsuites>

                """)
    }

    @Test("--filter leaves tests out; leaving all out is no success, and neither is a file without tests")
    func filter() async throws {
        let tests = Self.test("even", expect: "{ exit: 0 }") + Self.test("odd", expect: "{ exit: 3 }")
        #expect(try await Self.run(tests, words: ["--filter", "eve"]).code == 0)
        let none = try await Self.run(tests, words: ["--filter", "neither"])
        #expect(none.code == 1)
        #expect(none.error == "crossfoot test: no test of 1 file has \"neither\" in its name\n")
        let empty = try await Self.run("  []\n")
        #expect(empty.code == 1)
        #expect(empty.error == "crossfoot test: there is no test in 1 file\n")
    }

    @Test("a file with faults ends with 78, and no test is run")
    func faults() async throws {
        let ending = try await Self.run(
            Self.test("even", expect: "{ exit: 0 }"), Self.test("odd", expect: "{ breaks: { charges: 1 } }"))
        #expect(ending.code == 78 && ending.output == "")
        #expect(ending.error == "crossfoot test: books.yaml:33:25: \"charges\" is not a reconcile stage\n")
    }

    @Test("environment variables are not asked, and the day is that of the test")
    func surroundings() async throws {
        try await withWorkplace { place in
            try place.write(
                "p.yaml",
                """
                version: 1
                name: p
                params: { home: { type: text, env: HOME, default: "none" }, period: { type: month, default: last-month } }
                stages:
                  rows: { read: "${params.home}.csv" }
                  lines: { parse: rows, columns: { a: "${params.home} ${params.period}" } }
                  out: { write: lines, to: out.csv }
                tests:
                  - name: a
                    as_of: 2024-03-01
                    given: { rows: { csv: "none 2024-02\\n1\\n" } }
                    expect: { exit: 0, records: { lines: 1 } }

                """)
            let ending = try await place.run("test", "p.yaml")
            #expect(ending.code == 0, "\(ending.output)")
        }
    }
}
