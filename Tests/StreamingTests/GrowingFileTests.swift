import Streaming
import Testing
import TestSupport

@Suite("Files that grow", .timeLimit(.minutes(15)))
struct GrowingFileTests {
    private struct Fault: Error {}

    /// Reads a file to its end with a buffer of a given size.
    private static func everything(from file: GrowingFile, bufferSize: Int) async throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: bufferSize)
        var bytes: [UInt8] = []
        while true {
            let count = try await file.read(into: &buffer, at: bytes.count)
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    @Test("Readers get every byte that a writer appends", arguments: [1, 3, 64, 100_000])
    func followers(bufferSize: Int) async throws {
        try await withTemporaryDirectory { directory in
            let file = GrowingFile(try File.create(directory("growing")))
            var generator = SplitMix64(seed: 5)
            let content = generator.bytes(count: 2000)
            let pieces = randomSplit(of: content, using: &generator) + content.map { [$0] }
            let whole = pieces.flatMap { $0 }
            try await withThrowingTaskGroup { group in
                for _ in 0..<3 {
                    group.addTask { try await Self.everything(from: file, bufferSize: bufferSize) }
                }
                for piece in pieces {
                    try file.append(piece.span)
                    await Task.yield()
                }
                file.finish()
                for try await bytes in group { #expect(bytes == whole) }
            }
            #expect(file.length == whole.count)
            #expect(try File.contents(of: file.path) == whole)
        }
    }

    @Test("The writer's error comes behind the bytes that were written")
    func failure() async throws {
        try await withTemporaryDirectory { directory in
            let file = GrowingFile(try File.create(directory("growing")))
            try file.append([1, 2, 3].span)
            file.finish(throwing: Fault())
            file.finish()
            var buffer = [UInt8](repeating: 0, count: 8)
            #expect(try await file.read(into: &buffer, at: 0) == 3)
            await #expect(throws: Fault.self) { _ = try await file.read(into: &buffer, at: 3) }
            await #expect(throws: Fault.self) { try await file.waitUntilComplete() }
        }
    }

    @Test("A reader that waits can be cancelled; another goes on")
    func cancellation() async throws {
        try await withTemporaryDirectory { directory in
            let file = GrowingFile(try File.create(directory("growing")))
            let cancelled = Task { try await Self.everything(from: file, bufferSize: 8) }
            let other = Task { try await Self.everything(from: file, bufferSize: 8) }
            let waiting = Task { try await file.waitUntilComplete() }
            cancelled.cancel()
            waiting.cancel()
            await #expect(throws: CancellationError.self) { _ = try await cancelled.value }
            await #expect(throws: CancellationError.self) { try await waiting.value }
            try file.append([7].span)
            file.finish()
            #expect(try await other.value == [7])
        }
    }

    @Test("Waiting for the end lasts until the end")
    func completion() async throws {
        try await withTemporaryDirectory { directory in
            let file = GrowingFile(try File.create(directory("growing")))
            let waiting = Task {
                try await file.waitUntilComplete()
                return file.length
            }
            for byte in UInt8(0)..<50 {
                try file.append([byte].span)
                await Task.yield()
            }
            try file.synchronize()
            file.finish()
            #expect(try await waiting.value == 50)
        }
    }

    @Test("A complete file is read to its end", arguments: [0, 1, 5000])
    func complete(size: Int) async throws {
        try await withTemporaryDirectory { directory in
            let content = [UInt8](repeating: 9, count: size)
            try File.replace(directory("complete"), with: content)
            let file = try GrowingFile(complete: File.open(directory("complete")))
            try await file.waitUntilComplete()
            #expect(file.length == size)
            #expect(try await Self.everything(from: file, bufferSize: 512) == content)
        }
    }
}
