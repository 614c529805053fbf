import Formats
import Foundation
import Publication
import Streaming
import TestSupport
import Testing

@Suite("Publishing")
struct PublisherTests {
    @Test("Complaint 3: a first set, and one that takes its place as a whole")
    func replace() throws {
        try withTemporaryDirectory { directory in
            let publisher = Publisher(out: directory("out"), pipeline: "p", period: "2026-10")
            #expect(publisher.target == directory("out") + "/p/2026-10")
            try Self.publish(
                ["a.csv": "one", "b.csv": "gone later", "manifest.json": "{}"], publisher, state: directory("state"))
            #expect(try Self.set(publisher) == ["a.csv": "one", "b.csv": "gone later", "manifest.json": "{}"])
            try Self.publish(
                ["a.csv": "two", "c.csv.gz": "new", "manifest.json": "{}"], publisher, state: directory("state"))
            #expect(try Directory.names(in: publisher.target) == ["a.csv", "c.csv.gz", "manifest.json"])
            #expect(try File.contents(of: publisher.target + "/a.csv") == Array("two".utf8))
            // Neither the old set nor anything staged is left beside it.
            #expect(try Directory.names(in: directory("out") + "/p") == ["2026-10"])
        }
    }

    @Test(
        "A staged file that does not hold what was written leaves the old set as it was",
        arguments: [
            "changed", "longer", "missing",
        ])
    func failedVerification(_ damage: String) throws {
        try withTemporaryDirectory { directory in
            let publisher = Publisher(out: directory("out"), pipeline: "p", period: "2026-10")
            try Self.publish(["a.csv": "old", "manifest.json": "{}"], publisher, state: directory("state"))
            let (run, entries) = try Self.stage(["a.csv": "new", "b.csv": "more"], state: directory("state"))
            let path = run.staging + "/b.csv"
            switch damage {
            case "changed": try File.replace(path, with: Array("MORE".utf8))
            case "longer": try File.replace(path, with: Array("more!".utf8))
            default: try Directory.removeTree(path)
            }
            #expect(throws: PublicationError.self) { try publisher.publish(run, outputs: entries) }
            #expect(try Self.set(publisher) == ["a.csv": "old", "manifest.json": "{}"])
            #expect(try Directory.names(in: directory("out") + "/p") == ["2026-10"])
        }
    }

    @Test("Complaint 3: what a killed run has left beside the target goes with the next set; one on its way stays")
    func leftovers() throws {
        try withTemporaryDirectory { directory in
            let publisher = Publisher(out: directory("out"), pipeline: "p", period: "2026-10")
            try Self.publish(["a.csv": "old", "manifest.json": "{}"], publisher, state: directory("state"))
            let parent = directory("out") + "/p"
            let names = ["2026-10-abcdefghjkmn", "2026-10-222222222222", "2026-11-abcdefghjkmn", "2026-10-short"]
            for name in names { try Directory.create("\(parent)/.incoming-\(name)") }
            try File.create("\(parent)/.incoming-\(names[0])/a.csv").write([1].span)
            let lock = try File.open("\(parent)/.incoming-\(names[1])")
            try lock.lock(isWaiting: false)
            try Self.publish(["a.csv": "new", "manifest.json": "{}"], publisher, state: directory("state"))
            #expect(try Self.set(publisher) == ["a.csv": "new", "manifest.json": "{}"])
            let left = try Directory.names(in: parent)
            #expect(left == names[1...].map { ".incoming-\($0)" }.sorted() + ["2026-10"])
            withExtendedLifetime(lock) {}
        }
    }

    @Test("What stands at the target and was never published is the user's", arguments: ["directory", "file", "link"])
    func foreignTarget(_ kind: String) throws {
        try withTemporaryDirectory { directory in
            let publisher = Publisher(out: directory("out"), pipeline: "p", period: "2026-10")
            try Directory.create(directory("mine"))
            try Directory.create(directory("out") + "/p")
            switch kind {
            case "directory": try Directory.create(publisher.target)
            case "file": try File.create(publisher.target).write([1].span)
            default:
                try FileManager.default.createSymbolicLink(
                    atPath: publisher.target, withDestinationPath: directory("mine"))
            }
            let (run, entries) = try Self.stage(["a.csv": "new"], state: directory("state"))
            let error = #expect(throws: PublicationError.self) { try publisher.publish(run, outputs: entries) }
            #expect(error?.message.contains("is no published set") == true)
            #expect(try Directory.names(in: directory("out") + "/p") == ["2026-10"])
            #expect(!Directory.exists(publisher.target + "/a.csv"))
        }
    }

    @Test("A place that cannot be written to is told, and nothing is left there")
    func unwritable() throws {
        try withTemporaryDirectory { directory in
            try File.create(directory("out")).write([1].span)
            let publisher = Publisher(out: directory("out"), pipeline: "p", period: "2026-10")
            let (run, entries) = try Self.stage(["a.csv": "new"], state: directory("state"))
            let error = #expect(throws: PublicationError.self) { try publisher.publish(run, outputs: entries) }
            #expect(error?.message.hasPrefix("cannot publish to \(publisher.target)") == true)
            #expect(error?.cause != nil)
        }
    }

    @Test(
        "A set is published on another file system",
        .enabled(if: SharedMemory.isOtherDevice, "/dev/shm is not a writable file system of its own here"))
    func otherFileSystem() throws {
        try withTemporaryDirectory { directory in
            let out = "/dev/shm/crossfoot-test-\(UUID().uuidString)"
            defer { try? Directory.removeTree(out) }
            let publisher = Publisher(out: out, pipeline: "p", period: "2026-10")
            try Self.publish(
                ["a.csv": "one", "b.csv": "gone later", "manifest.json": "{}"], publisher, state: directory("state"))
            try Self.publish(["a.csv": "two", "manifest.json": "{}"], publisher, state: directory("state"))
            #expect(try Self.set(publisher) == ["a.csv": "two", "manifest.json": "{}"])
            #expect(try Directory.names(in: out + "/p") == ["2026-10"])
        }
    }

    @Test("The manifest names outputs by their bytes and says everything of them")
    func manifest() {
        let entry = { ManifestEntry(name: $0, bytes: 3, rows: $1, digest: "d", contentDigest: "c") }
        let manifest = Manifest(
            toolVersion: "1.2", pipeline: "p", pipelineDigest: "f00", inputs: [entry("z", 2), entry("a", nil)],
            outputs: [entry("b", nil), entry("B", 1)])
        #expect(
            manifest.json.compactText
                == #"{"schema_version":1,"tool":{"name":"crossfoot","version":"1.2"},"#
                + #""pipeline":{"name":"p","sha256":"f00"},"inputs":["#
                + #"{"name":"z","bytes":3,"rows":2,"sha256":"d","content_sha256":"c"},"#
                + #"{"name":"a","bytes":3,"rows":null,"sha256":"d","content_sha256":"c"}],"outputs":["#
                + #"{"name":"B","bytes":3,"rows":1,"sha256":"d","content_sha256":"c"},"#
                + #"{"name":"b","bytes":3,"rows":null,"sha256":"d","content_sha256":"c"}]}"#)
    }

    private static func stage(
        _ files: [String: String], state: String
    ) throws -> (RunDirectory, [ManifestEntry]) {
        let run = try RunDirectory(state: state)
        let entries = try files.sorted { $0.key < $1.key }.map { name, content in
            let file = try OutputFile(name: name, in: run)
            try file.write(Array(content.utf8))
            return try file.finish(rows: nil)
        }
        return (run, entries)
    }

    private static func publish(_ files: [String: String], _ publisher: Publisher, state: String) throws {
        let (run, entries) = try stage(files, state: state)
        try publisher.publish(run, outputs: entries)
    }

    private static func set(_ publisher: Publisher) throws -> [String: String] {
        var files: [String: String] = [:]
        for name in try Directory.names(in: publisher.target) {
            files[name] = String(decoding: try File.contents(of: "\(publisher.target)/\(name)"), as: UTF8.self)
        }
        return files
    }
}

/// The memory file system that Linux has at `/dev/shm`.
private enum SharedMemory {
    /// Whether it can be written to and is another file system than that of temporary files.
    static var isOtherDevice: Bool {
        let devices = ["/dev/shm", FileManager.default.temporaryDirectory.path(percentEncoded: false)].map {
            (try? FileManager.default.attributesOfItem(atPath: $0))?[.systemNumber] as? Int
        }
        return FileManager.default.isWritableFile(atPath: "/dev/shm") && devices[0] != nil && devices[0] != devices[1]
    }
}
