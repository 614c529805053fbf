import Foundation
import Testing

/// What users of other runners complain of in their files; docs/complaints.md says where each was written.
@Suite("Complaints about pipeline files")
struct FileComplaintTests {
    /// Two rows of bills are written where the condition holds.
    private static let pipeline = """
        version: 1
        name: p
        params:
          bills: { type: path, default: bills.csv }
          note: { type: text, default: none, env: LANG }
          most: { type: count, default: "0" }
        stages:
          bills: { read: "${params.bills}" }
          rows: { parse: bills, columns: { a: "${params.note}", n: { column: n, type: decimal } }, rejects: "${params.most}" }
          out: { write: rows, to: rows.csv, when: rows.records > 5 }
          after: { write: rows, to: after.csv, needs: [out] }

        """

    private static func withPipeline(
        _ text: String = pipeline, bills: String = "none,C.UTF-8,n\n1,2,3\n1,2,3\n",
        _ body: (Workplace) async throws -> Void
    ) async throws {
        try await withWorkplace { place in
            try place.write("p.yaml", text)
            try place.write("bills.csv", bills)
            try await body(place)
        }
    }

    // MARK: - 2

    @Test(
        "Complaint 2: white space, comments, other stages and another place of the file do not make anything fetched again"
    )
    func sensitiveKeys() async throws {
        try await withWorkplace { place in
            let month = ["--sandbox"] + Workplace.month
            _ = try await place.run(["run", "pipelines/month-end.yaml"] + month)
            let text = try place.text(of: "pipelines/month-end.yaml")
                .replacing("fetch: report\n", with: "fetch:   report   # the bill\n\n")
                .replacing("parse: subscriptions", with: "rejects: 1\n    parse: subscriptions")
            try place.write("elsewhere/closing.yaml", text)
            let words = ["elsewhere/closing.yaml"] + month + ["--resume"]
            let plan = try await place.run(["plan"] + words)
            #expect(plan.output.matches(of: /uses again what was fetched/).count == 3, "\(plan.output)\(plan.error)")
            let run = try await place.run(["run"] + words)
            #expect(run.code == 3 && run.error.matches(of: /reused/).count == 3, "\(run.error)")
        }
    }

    // MARK: - 5

    @Test("Complaint 5: variables in comments change nothing")
    func variablesInComments() async throws {
        let comments = "# ${params.nothing} ${env.HOME} ${ $HOME ${secrets.x}\n"
        let read = "read: \"${params.bills}\" }"
        let text = comments + Self.pipeline.replacing(read, with: read + " # ${params.b}")
        try await Self.withPipeline(text) { place in
            let lint = try await place.run("lint", "--strict", "p.yaml")
            #expect(lint.code == 0, "\(lint.output)")
            let run = try await place.run("run", "p.yaml", "--param", "note=none")
            #expect(run.code == 0, "\(run.error)")
        }
    }

    @Test(
        "Complaint 5: a value with line ends and YAML in it stays one value",
        arguments: [
            "x\nstages:\n  evil: { read: /etc/passwd }", "${params.bills}", "\" }\n  evil: { read: a }", "*alias",
            "!tag x",
        ])
    func injection(_ value: String) async throws {
        try await Self.withPipeline { place in
            let values = try await place.run("plan", "p.yaml", "--json", "--param", "note=\(value)")
            #expect(values.code == 0, "\(values.error)")
            #expect(!values.output.contains("\"stage\": \"evil\""))
            let run = try await place.run("run", "p.yaml", "--param", "note=\(value)")
            #expect(run.code == 65)
            let shown = value.replacing("\n", with: "\\u{a}")
            #expect(run.error.contains("there is no column \"\(shown)\""), "\(run.error)")
        }
    }

    @Test("Complaint 5: environment variables come in only where a parameter names them")
    func environment() async throws {
        try await Self.withPipeline(Self.pipeline.replacing("${params.bills}", with: "${env.HOME}")) { place in
            let ending = try await place.run("lint", "p.yaml")
            #expect(ending.code == 78)
            #expect(ending.output.contains("\"${env.HOME}\" refers to nothing; write ${params.NAME}"))
        }
    }

    // MARK: - 6

    @Test(
        "Complaint 6: --param goes before the environment, the environment before the default, and each value's origin is shown"
    )
    func precedence() async throws {
        try await Self.withPipeline { place in
            let values = try await place.run("plan", "p.yaml", "--values", "--param", "most=7")
            #expect(
                values.output.hasPrefix(
                    """
                    params:
                      bills  bills.csv  from its default, line 4
                      note   C.UTF-8    from environment variable LANG
                      most   7          from --param

                    """), "\(values.output)")
            let both = try await place.run("plan", "p.yaml", "--values", "--param", "note=mine")
            #expect(both.output.contains("  note   mine       from --param\n"))
        }
    }

    // MARK: - 7

    /// Conditions that are none, and what is said of them.
    static let conditions: [(text: String, said: String)] = [
        ("\"rows.records\"", "`rows.records` is a number"),
        ("\"'yes'\"", "write texts between double quotation marks"),
        ("\"${{ rows.records }} == 3\"", "write params.NAME in it, without ${ }"),
        ("'\"false\"'", "is a text"),
        ("rows.records == \"3\"", "nothing is converted"),
        ("params.nothing == \"x\"", "unknown parameter \"nothing\""),
        ("rows.recods > 3", "did you mean \"records\"?"),
    ]

    @Test(
        "Complaint 7: a condition that is not true or false, or compares what cannot be compared, is a fault",
        arguments: conditions)
    func stringlyConditions(_ condition: String, _ said: String) async throws {
        try await Self.withPipeline(Self.pipeline.replacing("when: rows.records > 5", with: "when: \(condition)")) {
            place in
            let ending = try await place.run("lint", "p.yaml")
            #expect(ending.code == 78)
            #expect(ending.output.contains("p.yaml:10:") && ending.output.contains(said), "\(ending.output)")
        }
    }

    @Test("Complaint 7: a stage that is skipped says why, and so do those that are skipped for it")
    func silentSkips() async throws {
        try await Self.withPipeline { place in
            let ending = try await place.run("run", "p.yaml")
            #expect(ending.code == 0)
            #expect(
                ending.errorLines.contains("out: skipped: rows.records > 5 is false: rows.records is 2"),
                "\(ending.error)")
            #expect(ending.errorLines.contains { $0.hasPrefix("after: skipped: ") && $0.contains("\"out\"") })
        }
    }

    // MARK: - 9

    @Test(
        "Complaint 9: a row that cannot be read fails the run, unless the file says how many may; then they are published"
    )
    func swallowedRows() async throws {
        try await Self.withPipeline(bills: "none,C.UTF-8,n\n1,2,3\n1,2,x\n") { place in
            let failing = try await place.run("run", "p.yaml")
            #expect(failing.code == 65 && !FileManager.default.fileExists(atPath: place.path("out/p/all")))
            let allowed = try await place.run("run", "p.yaml", "--param", "most=1")
            #expect(allowed.code == 0, "\(allowed.error)")
            #expect(try place.rows(of: "out/p/all/rejects.csv.gz").map { $0["text"] } == ["1,2,x"])
        }
    }

    // MARK: - 15

    @Test("Complaint 15: a plan touches nothing, says what is unknown, and does not show as done what a run would skip")
    func lyingPlan() async throws {
        try await Self.withPipeline(
            Self.pipeline.replacing("when: rows.records > 5", with: "when: rows.records > 5 and params.most > 0")
        ) { place in
            let before = try place.files(below: ".")
            let unknown = try await place.run("plan", "p.yaml", "--param", "most=1", "--param", "bills=nowhere.csv")
            #expect(unknown.code == 0)
            #expect(unknown.output.contains("unknown until run: rows.records\n"), "\(unknown.output)")
            #expect(unknown.output.contains("unknown until run: whether \"out\" runs\n"))
            #expect(unknown.output.contains("  rows.csv (unknown until run)\n"))
            let skipped = try await place.run("plan", "p.yaml")
            #expect(
                skipped.output.contains("skipped: params.most > 0 is false: params.most is 0\n"), "\(skipped.output)")
            #expect(skipped.output.contains("skipped: stage \"out\", which it needs, is skipped\n"))
            #expect(!skipped.output.contains("  rows.csv"))
            #expect(try place.files(below: ".") == before)
            // And that is what comes of it.
            let run = try await place.run("run", "p.yaml")
            #expect(
                run.errorLines.contains { $0.hasPrefix("out: skipped: ") && $0.contains("params.most > 0 is false") },
                "\(run.error)")
            #expect(try !place.files(below: "out").contains("p/all/rows.csv"))
        }
    }

    // MARK: - Runners-up

    @Test("Complaint: numbers that take no parameter. They do, and the parameter's type is held")
    func numericParameters() async throws {
        try await Self.withPipeline { place in
            #expect(try await place.run("lint", "--strict", "p.yaml").code == 0)
            let ending = try await place.run("run", "p.yaml", "--param", "most=many")
            #expect(ending.code == 78)
            #expect(
                ending.error.contains(
                    "parameter \"most\" must be a whole number such as 0 or 25; --param says \"many\""))
        }
    }

    @Test("Complaint: errors without the way that leads to them. A circle is told from stage to stage")
    func dependencyTrace() async throws {
        try await Self.withPipeline(
            Self.pipeline.replacing("to: rows.csv, when", with: "to: rows.csv, needs: [after], when")
        ) { place in
            let ending = try await place.run("lint", "p.yaml")
            #expect(ending.code == 78)
            #expect(
                ending.output.contains("no stage of these can begin, since each waits for the next: "),
                "\(ending.output)")
            #expect(ending.output.contains("out → after → out") || ending.output.contains("after → out → after"))
        }
    }

    @Test("Complaint: errors that do not say which file they stand in. A fault in a fragment has the fragment's name")
    func faultsInFragments() async throws {
        try await Self.withPipeline(
            "version: 1\nname: p\ninclude: [part.yaml]\nstages:\n  out: { write: bills, to: b.csv }\n"
        ) { place in
            try place.write("part.yaml", "stages:\n  bills: { raed: bills.csv }\n")
            let ending = try await place.run("run", "p.yaml")
            #expect(ending.code == 78)
            #expect(ending.error.contains("part.yaml:2:3: stage \"bills\" needs exactly one of"), "\(ending.error)")
        }
    }
}
