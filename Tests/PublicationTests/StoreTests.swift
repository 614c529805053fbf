import Publication
import Streaming
import TestSupport
import Testing

@Suite("The store")
struct StoreTests {
    private static let run = StoredRun(
        pipelinePath: "a/b.yaml", pipelineDigest: "00ff",
        inputs: [
            StoredRun.Input(
                stage: "report", name: "report.json", contentType: "application/json", isReport: true, digest: "ab12",
                bytes: 17, path: nil),
            StoredRun.Input(
                stage: "local", name: "x \"y\".csv", contentType: nil, isReport: false, digest: "cd34", bytes: 0,
                path: "/tmp/x \"y\".csv"),
        ])

    @Test("Bytes are kept once, and those under a name that is not theirs are not given out")
    func keeps() throws {
        try withTemporaryDirectory { directory in
            let store = Store(state: directory("s"))
            let digest = try store.keep(Array("hello world".utf8))
            #expect(digest == "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9")
            #expect(try store.keep(Array("hello world".utf8)) == digest)
            #expect(try Directory.names(in: directory("s/store/b9")) == [digest])
            #expect(store.bytes(of: digest) == Array("hello world".utf8))
            try File.replace(store.path(of: digest), with: Array("hello worle".utf8))
            #expect(store.bytes(of: digest) == nil)
            #expect(store.bytes(of: String(repeating: "0", count: 64)) == nil)
        }
    }

    @Test("What a run has read comes back as it was remembered, by the digest of its set")
    func remembers() throws {
        try withTemporaryDirectory { directory in
            let store = Store(state: directory("s"))
            #expect(try store.run(ofSet: "1234") == nil)
            try store.remember(Self.run, ofSet: "1234")
            #expect(try store.run(ofSet: "1234") == Self.run)
            #expect(try store.run(ofSet: "1235") == nil)
            try File.replace(directory("s/store/sets/1234.json"), with: Array("{}".utf8))
            #expect(throws: StreamingError.self) { try store.run(ofSet: "1234") }
        }
    }
}

@Suite("Places of rows")
struct RowPlacesTests {
    private static let files = RowPlaces.FileNames(["a.csv", "b 1:2.csv", "c.csv:7"])

    @Test(
        "are files and runs of rows",
        arguments: [
            ("", []), ("a.csv:17", [(0, 17...17)]), ("a.csv:17-19,23", [(0, 17...19), (0, 23...23)]),
            ("a.csv:1 b 1:2.csv:2-3", [(0, 1...1), (1, 2...3)]), ("c.csv:7:9", [(2, 9...9)]),
        ] as [(String, [(Int, ClosedRange<Int>)])])
    func readable(text: String, runs: [(Int, ClosedRange<Int>)]) {
        let places = RowPlaces(Array(text.utf8)[...], of: Self.files)
        #expect(places.forEach { _ in } == nil)
        #expect(places.runs == runs.map { RowPlaces.Run(file: $0.0, rows: $0.1) })
    }

    @Test(
        "that are none are told",
        arguments: [
            "a.csv", "a.csv:", "a.csv:0", "a.csv:01", "a.csv:-1", "a.csv:3-2", "a.csv:2-2", "a.csv:1,", "a.csv:1 ",
            "d.csv:1", "a.csv:1,x", "a.csv:1;2", "a.csv:99999999999", " a.csv:1", "a.csv:1 d.csv:2",
        ])
    func unreadable(text: String) {
        #expect(RowPlaces(Array(text.utf8)[...], of: Self.files).forEach { _ in } != nil)
    }
}
