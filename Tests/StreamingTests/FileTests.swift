import Streaming
import Testing
import TestSupport

@Suite("Files", .timeLimit(.minutes(15)))
struct FileTests {
    private func code(_ body: () throws -> Void) -> StreamingError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? StreamingError)?.code
        }
    }

    @Test("A file is written and read, from an offset or in order")
    func writeAndRead() throws {
        try withTemporaryDirectory { directory in
            let file = try File.create(directory("file"))
            try file.write(Array("hello ".utf8).span)
            try file.write([UInt8]().span)
            try file.write(Array("world".utf8).span)
            var buffer = [UInt8](repeating: 0, count: 5)
            #expect(try file.read(into: &buffer, at: 6) == 5)
            #expect(String(decoding: buffer, as: UTF8.self) == "world")
            #expect(try file.read(into: &buffer, at: 9) == 2)
            #expect(try file.read(into: &buffer, at: 11) == 0)
            #expect(try file.read(into: &buffer, from: 3, at: 9) == 2)
            let reader = try File.open(directory("file"))
            #expect(try reader.readNext(into: &buffer) == 5)
            #expect(try reader.readNext(into: &buffer) == 5)
            #expect(try reader.readNext(into: &buffer) == 1)
            #expect(try reader.readNext(into: &buffer) == 0)
            #expect(try reader.attributes().size == 11)
        }
    }

    @Test("Creating refuses what exists, also a link")
    func createRefuses() throws {
        try withTemporaryDirectory { directory in
            try File.replace(directory("there"), with: [1])
            #expect(code { _ = try File.create(directory("there")) } == .system)
            #expect(try File.contents(of: directory("there")) == [1])
            #expect(code { _ = try File.create(directory("no/such/place")) } == .notFound)
            #expect(code { _ = try File.open(directory("nothing")) } == .notFound)
        }
    }

    @Test("Errors name the operation, the path and the reason")
    func errorWording() throws {
        try withTemporaryDirectory { directory in
            let path = directory("nothing")
            #expect {
                _ = try File.open(path)
            } throws: { error in
                "\(error)" == "cannot open \(path): No such file or directory"
            }
        }
    }

    @Test(
        "Replacing puts the new content in place and leaves nothing beside it",
        arguments: [UInt32(0o600), 0o644, 0o400]
    )
    func replace(mode: UInt32) throws {
        try withTemporaryDirectory { directory in
            let path = directory("state.json")
            try File.replace(path, with: Array("old, and longer".utf8))
            try File.replace(path, with: Array("new".utf8), mode: mode)
            #expect(try File.contents(of: path) == Array("new".utf8))
            #expect(try File.open(path).attributes().mode == mode)
            #expect(try Directory.names(in: directory.path) == ["state.json"])
        }
    }

    @Test("Who has the old file open keeps the old content")
    func replaceIsAtomic() throws {
        try withTemporaryDirectory { directory in
            try File.replace(directory("file"), with: [1, 2, 3])
            let reader = try File.open(directory("file"))
            try File.replace(directory("file"), with: [9])
            var buffer = [UInt8](repeating: 0, count: 8)
            #expect(try reader.read(into: &buffer, at: 0) == 3)
            #expect(Array(buffer[..<3]) == [1, 2, 3])
        }
    }

    @Test("A replacement that fails leaves no draft and the target as it was")
    func replaceFails() throws {
        try withTemporaryDirectory { directory in
            try Directory.create(directory("target/full"))
            #expect(code { try File.replace(directory("target"), with: [1]) } == .system)
            #expect(try Directory.names(in: directory.path) == ["target"])
            #expect(Directory.exists(directory("target/full")))
        }
    }

    @Test("A file larger than the limit is refused")
    func limit() throws {
        try withTemporaryDirectory { directory in
            let content = [UInt8](repeating: 1, count: 100_000)
            try File.replace(directory("file"), with: content)
            #expect(try File.contents(of: directory("file"), limit: 100_000) == content)
            #expect(code { _ = try File.contents(of: directory("file"), limit: 99_999) } == .corrupt)
        }
    }

    @Test("One holds a lock at a time, and it goes with its holder")
    func locks() throws {
        try withTemporaryDirectory { directory in
            var holder: File? = try File.openLock(directory("lock"))
            try holder?.lock(isWaiting: false)
            let other = try File.openLock(directory("lock"))
            #expect(code { try other.lock(isWaiting: false) } == .locked)
            holder = nil
            try other.lock(isWaiting: false)
            #expect(try other.attributes().mode == 0o600)
        }
    }

    @Test("A lock can be waited for")
    func waitingForALock() async throws {
        try await withTemporaryDirectory { directory in
            let threads = WorkerThreads(count: 1, name: "lock")
            defer { threads.close() }
            let path = directory("lock")
            var holder: File? = try File.openLock(path)
            try holder?.lock(isWaiting: false)
            let waiting = Task(executorPreference: threads) {
                try File.openLock(path).lock(isWaiting: true)
                return true
            }
            await Task.yield()
            withExtendedLifetime(holder) {}
            holder = nil
            #expect(try await waiting.value)
        }
    }
}
