import Testing

@Suite("Writing records", .timeLimit(.minutes(15)))
struct WritingTests {
    private static let pipeline = """
        version: 1
        name: writing
        stages:
          file: { read: input.csv }
          rows: { parse: file }
          plain: { write: rows, to: plain.csv }
          usual: { write: rows, to: usual.csv.gz }
          fast: { write: rows, to: fast.csv.gz, level: 1 }
          small: { write: rows, to: small.csv.gz, level: 9 }
          safe: { write: rows, to: safe.csv, spreadsheet_safe: true }
        """

    /// More than two blocks of gzip.
    private static let input: String = {
        let lines = (0..<60_000).map { number in
            "S-\(number * 7919 % 100_003),=A\(number % 10),\(number % 7 - 3).50,subscription \(number % 9)\n"
        }
        return "id,formula,amount,kind\n" + lines.joined()
    }()

    @Test("levels and safe cells are as the pipeline says, and the files the same for any number of threads")
    func options() async throws {
        try await withWorkplace { place in
            try place.write("input.csv", Self.input)
            try place.write("writing.yaml", Self.pipeline)
            let ending = try await place.run("run", "writing.yaml", "--as-of", "2026-11-23", "--jobs", "1")
            #expect(ending.code == 0, "\(ending.error)")
            let set = "out/writing/all"
            #expect(try place.text(of: "\(set)/plain.csv") == Self.input)
            let names = ["fast.csv.gz", "usual.csv.gz", "small.csv.gz"]
            for name in names { #expect(try place.expanded("\(set)/\(name)") == Array(Self.input.utf8)) }
            let sizes = try names.map { try place.bytes(of: "\(set)/\($0)").count }
            #expect(sizes[0] > sizes[1] && sizes[1] > sizes[2], "\(sizes)")
            let safe = Self.input.replacing(",=A", with: ",'=A")
            #expect(try place.text(of: "\(set)/safe.csv") == safe)

            let before = try place.contents(below: set)
            let again = try await place.run("run", "writing.yaml", "--as-of", "2026-11-23", "--jobs", "4")
            #expect(again.code == 0, "\(again.error)")
            #expect(try place.contents(below: set) == before)
        }
    }
}
