import Formats
import Testing

@Suite("crossfoot lint")
struct LintTests {
    private static let faulty = """
        version: 1
        name: faulty
        params:
          period: { type: month }
          unused: { type: text }
        stages:
          bills:
            read: bills.csv
            format: csv
          rows:
            parse: bils

        """
    private static let doubtful = """
        version: 1
        name: doubtful
        stages:
          bills: { read: bills.csv }

        """
    private static let clean = """
        version: 1
        name: clean
        params:
          bills: { type: path }
        stages:
          bills: { read: "${params.bills}" }
          copy: { write: bills, to: bills.csv }

        """
    private static let doubt =
        "4:3: warning: nothing takes what stage \"bills\" has, so that it comes to nothing\n"

    @Test("the pipelines that come with the program have no faults, and nothing in them is doubtful")
    func shipped() async throws {
        try await withWorkplace { place in
            let ending = try await place.run("lint", "pipelines", "--strict")
            #expect(ending.code == 0 && ending.output == "", "\(ending.output)")
            #expect(ending.error.wholeMatch(of: /crossfoot lint: \d+ files, no errors, no warnings\n/) != nil)
        }
    }

    @Test("every fault of every file is told at once, and 78 ends it")
    func faults() async throws {
        try await withWorkplace { place in
            try place.write("b/faulty.yaml", Self.faulty)
            try place.write("a.yaml", "version: 1\n")
            let ending = try await place.run("lint", "b", "a.yaml", "missing.yaml")
            #expect(ending.code == 78)
            #expect(
                ending.output
                    == """
                    b/faulty.yaml:5:3: warning: nothing refers to parameter "unused"
                    b/faulty.yaml:9:5: unknown key "format" in stage "bills"; known are read, when, needs, for_each, timeout
                    b/faulty.yaml:10:3: warning: nothing takes what stage "rows" has, so that it comes to nothing
                    b/faulty.yaml:11:12: there is no stage "bils"; did you mean "bills"?
                    a.yaml:1:1: the pipeline needs "name"
                    a.yaml:1:1: the pipeline needs "stages"
                    missing.yaml:1:1: cannot open missing.yaml: No such file or directory

                    """.replacing(
                        "b/faulty.yaml:9",
                        with: "b/faulty.yaml:7:3: warning: nothing takes what stage \"bills\" "
                            + "has, so that it comes to nothing\nb/faulty.yaml:9"))
            #expect(ending.error == "crossfoot lint: 3 files, 5 errors, 3 warnings\n")
        }
    }

    @Test("warnings end with 0, and with --strict with 78")
    func warnings() async throws {
        try await withWorkplace { place in
            try place.write("p.yaml", Self.doubtful)
            for (words, code) in [(["lint", "p.yaml"], Int32(0)), (["lint", "--strict", "p.yaml"], 78)] {
                let ending = try await place.run(words)
                #expect(ending.code == code && ending.output == "p.yaml:\(Self.doubt)")
                #expect(ending.error == "crossfoot lint: 1 file, no errors, 1 warning\n")
            }
        }
    }

    @Test("a parameter without a value is no fault, whatever its value is used for")
    func samples() async throws {
        try await withWorkplace { place in
            try place.write("p.yaml", Self.clean)
            #expect(try await place.run("lint", "--strict", "p.yaml").code == 0)
            #expect(try await place.run("run", "p.yaml").code == 78)
        }
    }

    @Test("below a directory the files are sorted; hidden ones are left out, and a circle of links ends")
    func directories() async throws {
        try await withWorkplace { place in
            for name in ["d/b.yml", "d/a/z.yaml", "d/.hidden.yaml", "d/.git/c.yaml", "d/text.md"] {
                try place.write(name, Self.doubtful)
            }
            #expect(try await place.runSystem("/bin/ln", "-s", "../../d", place.path("d/a/again")).code == 0)
            let ending = try await place.run("lint", "d/", "d/b.yml")
            #expect(ending.output == "d/a/z.yaml:\(Self.doubt)d/b.yml:\(Self.doubt)")
            #expect(ending.error == "crossfoot lint: 2 files, no errors, 2 warnings\n")
        }
    }

    @Test("a directory without a pipeline file is a fault: nothing looked at is no success")
    func emptyDirectory() async throws {
        try await withWorkplace { place in
            try place.write("d/text.md", "")
            let ending = try await place.run("lint", "d")
            #expect(ending.code == 78)
            #expect(ending.output == "d:1:1: there is no file below it whose name ends with .yaml\n")
        }
    }

    @Test("what a file includes is a part of it, and told once however often it is included")
    func fragments() async throws {
        try await withWorkplace { place in
            let including =
                "version: 1\nname: NAME\ninclude: [parts/bills.yaml]\nstages:\n"
                + "  copy: { write: bills, to: bills.csv }\n"
            try place.write("d/one.yaml", including.replacing("NAME", with: "one"))
            try place.write("d/two.yaml", including.replacing("NAME", with: "two"))
            try place.write("d/parts/bills.yaml", "stages:\n  bills: { read: bills.csv, fromat: csv }\n")
            let ending = try await place.run("lint", "d")
            #expect(
                ending.output
                    == "d/parts/bills.yaml:2:29: unknown key \"fromat\" in stage \"bills\"; known are read, when, "
                    + "needs, for_each, timeout\n")
            #expect(ending.error == "crossfoot lint: 2 files, 1 error, no warnings\n")
        }
    }

    @Test("as JSON there are the counts and each finding with its place")
    func json() async throws {
        try await withWorkplace { place in
            try place.write("p.yaml", Self.doubtful)
            let ending = try await place.run("lint", "p.yaml", "--format", "json")
            #expect(
                try JSONValue(parsing: Array(ending.output.utf8)) == [
                    "files": 1, "errors": 0, "warnings": 1,
                    "diagnostics": [
                        [
                            "file": "p.yaml", "line": 4, "column": 3, "severity": "warning",
                            "message": "nothing takes what stage \"bills\" has, so that it comes to nothing",
                        ]
                    ],
                ])
        }
    }

    @Test("as SARIF each finding has its rule and its region")
    func sarif() async throws {
        try await withWorkplace { place in
            try place.write("a b/p.yaml", Self.faulty)
            let ending = try await place.run("lint", "a b", "--format", "sarif")
            let log = try JSONValue(parsing: Array(ending.output.utf8))
            #expect(log["version"] == "2.1.0")
            let run = try #require(log["runs"]?.array?.first)
            let rules = try #require(run["tool"]?["driver"]?["rules"]?.array)
            let results = try #require(run["results"]?.array)
            #expect(results.count == 5)
            for result in results {
                let index = try #require(result["ruleIndex"]?.integer)
                #expect(rules[index]["id"] == result["ruleId"])
                let location = result["locations"]?.array?.first?["physicalLocation"]
                #expect(location?["artifactLocation"]?["uri"] == "a%20b/p.yaml")
                #expect(location?["region"]?["startLine"]?.integer ?? 0 > 0)
            }
            #expect(ending.code == 78)
        }
    }

    @Test("as workflow commands of GitHub, no text of a file can begin another command")
    func gitHub() async throws {
        try await withWorkplace { place in
            try place.write(
                "p,1:%.yaml", "version: 1\nname: a\n\"x\\n::stop-commands::y%\": 1\nstages:\n  b: { read: c }\n")
            let ending = try await place.run("lint", "p,1:%.yaml", "--format", "github")
            let lines = ending.output.split(separator: "\n")
            #expect(
                lines.allSatisfy {
                    $0.hasPrefix("::error file=p%2C1%3A%25.yaml,line=") || $0.hasPrefix("::warning file=")
                })
            #expect(
                lines.first?.hasPrefix(
                    "::error file=p%2C1%3A%25.yaml,line=3,col=1::unknown key \"x\\u{a}::stop-commands::y%25\"") == true,
                "\(ending.output)")
        }
    }

    @Test("a format that there is not ends with 64")
    func misuse() async throws {
        try await withWorkplace { place in
            let ending = try await place.run("lint", "pipelines", "--format", "xml")
            #expect(ending.code == 64)
            #expect(
                ending.error == "crossfoot lint: --format must be one of text, json, sarif, github, not \"xml\"\n"
                    + "Try: crossfoot help lint\n")
            #expect(
                try await place.run("lint").error.hasPrefix("crossfoot lint: expects PATH… besides flags, got nothing"))
        }
    }
}
