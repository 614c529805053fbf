import Publication
import Streaming
import TestSupport
import Testing

@Suite("Files that are written for publication")
struct OutputFileTests {
    @Test("The manifest's figures are those of the file", arguments: ["plain.csv", "small.csv.gz"], [0, 1, 300_000])
    func digests(_ name: String, _ size: Int) throws {
        try withTemporaryDirectory { directory in
            let run = try RunDirectory(state: directory("state"))
            var generator = SplitMix64(seed: UInt64(size))
            let content = generator.bytes(count: size, from: "abc,;\n")
            let file = try OutputFile(name: name, in: run)
            for piece in randomSplit(of: content, using: &generator) { try file.write(piece) }
            let entry = try file.finish(rows: 7)

            let path = "\(run.staging)/\(name)"
            let written = try File.contents(of: path)
            #expect(entry.name == name)
            #expect(entry.rows == 7)
            #expect(entry.bytes == written.count)
            #expect(try entry.digest == systemDigest(of: path))

            let unpacked = name.hasSuffix(".gz") ? try output(of: "/bin/gzip", "-dc", path) : written
            #expect(unpacked == content)
            let copy = directory("content")
            try File.create(copy).write(content.span)
            #expect(try entry.contentDigest == systemDigest(of: copy))
        }
    }

    @Test("The same content gives the same bytes, whatever its pieces")
    func deterministic() throws {
        try withTemporaryDirectory { directory in
            let content = [UInt8](repeating: 0x61, count: 100_000)
            var files: [[UInt8]] = []
            for size in [1_000, 100_000] {
                let run = try RunDirectory(state: directory("state"))
                let file = try OutputFile(name: "a.gz", in: run)
                for start in stride(from: 0, to: content.count, by: size) {
                    try file.write(Array(content[start..<start + size]))
                }
                _ = try file.finish(rows: nil)
                files.append(try File.contents(of: "\(run.staging)/a.gz"))
            }
            #expect(files[0] == files[1])
            #expect(files[0].count < 1_000)
        }
    }

    @Test("A name is written once")
    func twice() throws {
        try withTemporaryDirectory { directory in
            let run = try RunDirectory(state: directory("state"))
            _ = try OutputFile(name: "a.csv", in: run)
            #expect(throws: StreamingError.self) { try OutputFile(name: "a.csv", in: run) }
        }
    }
}
