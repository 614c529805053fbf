import Pipelines
import Records
import Testing

@Suite("Samples for parameters without a value")
struct SampleTests {
    private static let head = """
        version: 1
        name: sampled
        params:
          month: { type: month }
          day: { type: date }
          text: { type: text }
          path: { type: path }
          count: { type: count }
          share: { type: decimal }
          flag: { type: boolean }
          list: { type: list }
          kind: { type: text, one_of: [json, xml] }
        stages:
          used:
            read: "${params.path}-${params.month}-${params.day}-${params.text}-${params.count}-${params.share}-${params.flag}"
            when: params.kind == "xml" and "a" in params.list

        """

    private static func diagnostics(_ stages: String) throws -> [String] {
        Pipeline.check(
            Array((head + stages).utf8), file: "p",
            in: Surroundings(today: try CivilDate(parsing: "2026-03-15"), takesSamples: true)
        )
        .diagnostics.filter { $0.severity == .error }.map { "\($0.position): \($0.message)" }
    }

    @Test(
        "What follows from a sample is not held against what may stand there",
        arguments: [
            "  a: { fetch: invoices, accept: \"${params.text}\" }",
            "  a: { fetch: invoices, accept: \"${params.kind}\", page_size: \"${params.text}\" }",
            "  a: { fetch: \"${params.text}\" }\n  b: { parse: a }",
            "  a: { parse: used, delimiter: \"${params.text}\", records: \"${params.text}\" }",
            "  a: { parse: \"${params.text}\", format: \"${params.text}\", rejects: \"${params.text}\" }",
            "  a: { write: used, to: \"${params.path}\", level: \"${params.count}\" }",
            "  a: { write: used, to: \"${params.text}\" }\n  b: { write: used, to: \"${params.path}\" }",
            "  a: { notify: \"${params.text}\" }",
            "  a: { for_each: { x: \"${params.list}\" }, read: \"${each.x}\" }",
            "  a: { fetch: report, report_id: 1, range: { first: 2020-01-01, last: \"${params.day}\" } }",
            "  a: { fetch: report, report_id: 1, range: { first: \"${params.day}\", last: 2020-01-31 } }",
            "  a: { read: x, timeout: \"${params.text}\" }",
        ])
    func uses(_ stages: String) throws {
        #expect(try Self.diagnostics(stages + "\n") == [])
    }

    @Test("What is wrong whatever the value is, is told")
    func faults() throws {
        let found = try Self.diagnostics(
            """
              a: { read: "${params.text}-${params.txt}" }
              b: { parse: "${params.text}", fromat: csv }
              c: { read: "${params.text.start}", when: params.text > 1 }

            """)
        #expect(
            found == [
                "17:14: unknown parameter \"txt\"; did you mean \"text\"?",
                "18:33: unknown key \"fromat\" in stage \"b\"; did you mean \"format\"?",
                "19:14: \"text\" has no part \"start\"; a month has start, end and last_day",
                "19:56: `params.text` is a text and `1` is a number; nothing is converted: write \"1\"",
            ])
    }

    @Test("Without samples a parameter needs a value")
    func withoutSamples() throws {
        #expect(try PipelinesTests.faults(Self.head).first?.hasPrefix("4:3: parameter \"month\" has no value") == true)
    }

    @Test("A value that is given, or a default, goes before a sample")
    func origins() throws {
        let text =
            "version: 1\nname: p\nparams:\n  a: { type: text, default: x }\n  b: { type: text }\n  c: { type: text }\n"
            + "stages:\n  r: { read: \"${params.a}${params.b}${params.c}\" }\n"
        let pipeline = try Pipeline.read(
            Array(text.utf8), file: "p",
            in: Surroundings(
                arguments: [("b", "y")], today: try CivilDate(parsing: "2026-03-15"), takesSamples: true))
        #expect(pipeline.parameters.map(\.value.description) == ["x", "y", "sample-c"])
        #expect(pipeline.parameters[1].origin == .argument && pipeline.parameters[2].origin == .sample)
    }
}
