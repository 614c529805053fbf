import Pipelines
import Records
import Testing

@Suite("Stages that never run")
struct UnreachableTests {
    private static func warnings(_ condition: String) throws -> [String] {
        let text = """
            version: 1
            name: a
            params: { dry: { type: boolean, default: "true" } }
            stages:
              file: { read: x.csv, when: \(condition) }
              rows: { parse: file }
              out: { write: rows, to: rows.csv, when: not params.dry }
              other: { read: y.csv }
              copy: { write: other, to: other.csv, needs: [out] }

            """
        let surroundings = Surroundings(today: try CivilDate(parsing: "2026-03-15"))
        return Pipeline.check(Array(text.utf8), file: "a.yaml", in: surroundings).diagnostics.map(\.description)
    }

    @Test("Lint warns of a condition that is never true, and of what waits for its stage")
    func never() throws {
        #expect(
            try Self.warnings("1 == 2") == [
                #"a.yaml:5:3: warning: stage "file" never runs: its condition is never true"#,
                #"a.yaml:6:3: warning: stage "rows" never runs, since "file" does not"#,
                #"a.yaml:7:3: warning: stage "out" never runs, since "rows" does not"#,
                #"a.yaml:9:3: warning: stage "copy" never runs, since "out" does not"#,
            ])
    }

    @Test("Nor does what waits for the legs of a stage that never runs, or takes its items from one")
    func legs() throws {
        let text = """
            version: 1
            name: a
            stages:
              file: { for_each: { x: [a, b] }, read: "${each.x}.csv", when: 1 == 2 }
              rows: { parse: file, columns: { item: Item } }
              more: { for_each: { y: rows, key: item }, read: "${each.y}.csv" }
              all: { parse: more }
              out: { write: all, to: all.csv }

            """
        let surroundings = Surroundings(today: try CivilDate(parsing: "2026-03-15"))
        let warnings = Pipeline.check(Array(text.utf8), file: "a.yaml", in: surroundings).diagnostics
        #expect(
            warnings.map(\.description) == [
                #"a.yaml:4:3: warning: stage "file" never runs: its condition is never true"#,
                #"a.yaml:5:3: warning: stage "rows" never runs, since "file" does not"#,
                #"a.yaml:6:3: warning: stage "more" never runs, since "rows" does not"#,
                #"a.yaml:7:3: warning: stage "all" never runs, since "more" does not"#,
                #"a.yaml:8:3: warning: stage "out" never runs, since "all" does not"#,
            ])
    }

    @Test("What a parameter decides is reachable", arguments: ["params.dry", "not params.dry", "true", "1 == 1"])
    func reachable(_ condition: String) throws {
        #expect(try Self.warnings(condition) == [])
    }
}
