import Publication
import Streaming
import TestSupport
import Testing

@Suite("What a run keeps to itself")
struct RunDirectoryTests {
    @Test("Runs have directories of their own, and leave none behind")
    func directories() throws {
        try withTemporaryDirectory { directory in
            let (one, other) = (try RunDirectory(state: directory("s")), try RunDirectory(state: directory("s")))
            #expect(one.path != other.path)
            #expect(Directory.exists(one.staging) && Directory.exists(one.fetched))
            try File.create(one.staging + "/a").write([1].span)
            try one.remove()
            #expect(!Directory.exists(one.path))
            #expect(Directory.exists(other.path))
        }
    }

    @Test("One run at a time holds the lock of a pipeline and month; others are free")
    func lock() throws {
        try withTemporaryDirectory { directory in
            let state = directory("s")
            let lock = try RunLock(state: state, pipeline: "p", period: "2026-10")
            let error = #expect(throws: StreamingError.self) {
                try RunLock(state: state, pipeline: "p", period: "2026-10")
            }
            #expect(error?.code == .locked)
            _ = try RunLock(state: state, pipeline: "p", period: "2026-11")
            _ = try RunLock(state: state, pipeline: "q", period: "2026-10")
            withExtendedLifetime(lock) {}
        }
    }

    @Test("A lock that was let go can be taken again")
    func release() throws {
        try withTemporaryDirectory { directory in
            for _ in 0..<3 { _ = try RunLock(state: directory("s"), pipeline: "p", period: "2026-10") }
        }
    }
}

@Suite("What is fetched")
struct FetchedFileTests {
    @Test("The bytes lie in the store under their digest")
    func stored() throws {
        try withTemporaryDirectory { directory in
            let state = directory("state")
            let run = try RunDirectory(state: state)
            let file = try FetchedFile(in: run, name: "report")
            try file.append(Array("hello ".utf8).span)
            try file.append(Array("world".utf8).span)
            let digest = try file.finish(state: state)
            #expect(digest == "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9")
            let path = "\(state)/store/b9/\(digest)"
            #expect(try File.contents(of: path) == Array("hello world".utf8))
            #expect(try Directory.names(in: run.fetched) == [])
        }
    }

    @Test("The same bytes are stored once")
    func once() throws {
        try withTemporaryDirectory { directory in
            let state = directory("state")
            let run = try RunDirectory(state: state)
            var digests: Set<String> = []
            for name in ["a", "b"] {
                let file = try FetchedFile(in: run, name: name)
                try file.append([1, 2, 3].span)
                digests.insert(try file.finish(state: state))
            }
            let digest = try #require(digests.first)
            #expect(digests.count == 1)
            #expect(try Directory.names(in: "\(state)/store/\(digest.prefix(2))") == [digest])
        }
    }

    @Test("A reader that began while bytes arrived reads on after the move")
    func growing() async throws {
        try await withTemporaryDirectory { directory in
            let state = directory("state")
            let file = try FetchedFile(in: try RunDirectory(state: state), name: "a")
            try file.append([1, 2].span)
            var buffer = [UInt8](repeating: 0, count: 16)
            #expect(try await file.file.read(into: &buffer, at: 0) == 2)
            try file.append([3].span)
            _ = try file.finish(state: state)
            #expect(try await file.file.read(into: &buffer, at: 2) == 1)
            #expect(buffer[0] == 3)
            #expect(try await file.file.read(into: &buffer, at: 3) == 0)
        }
    }
}
