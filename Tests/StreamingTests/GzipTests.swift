internal import Foundation
import Streaming
import Testing
import TestSupport

@Suite("gzip")
struct GzipTests {
    private static func compressed(_ pieces: [[UInt8]], level: Int = 6) throws -> [UInt8] {
        var writer = GzipWriter(level: level)
        var output: [UInt8] = []
        func keep(_ bytes: Span<UInt8>) {
            for index in bytes.indices { output.append(bytes[index]) }
        }
        for piece in pieces { try writer.write(piece.span, to: keep) }
        try writer.finish(to: keep)
        return output
    }

    private static func expanded(_ pieces: [[UInt8]]) throws -> [UInt8] {
        var reader = GzipReader()
        var output: [UInt8] = []
        for piece in pieces {
            try reader.read(piece.span) { bytes in
                let count = bytes.count
                #expect(count <= 256 << 10)
                unsafe bytes.withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
            }
        }
        try reader.finish()
        return output
    }

    /// Contents that compress well, badly and not at all, empty and longer than every buffer.
    private static let contents: [[UInt8]] = {
        var generator = SplitMix64(seed: 1)
        return [
            [], [0], Array("a,b\n1,2\n".utf8), [UInt8](repeating: 0, count: 3_000_000), generator.bytes(count: 300_000),
            generator.bytes(count: 700_000, from: "0123456789,.\n"),
        ]
    }()

    @Test("What was compressed comes back", arguments: contents.indices, [1, 6, 9])
    func roundTrip(index: Int, level: Int) throws {
        let content = Self.contents[index]
        let bytes = try Self.compressed([content], level: level)
        #expect(try Self.expanded([bytes]) == content)
        var generator = SplitMix64(seed: 2)
        #expect(try Self.expanded(randomSplit(of: bytes, using: &generator)) == content)
    }

    @Test("Compressed bytes may be cut anywhere")
    func splits() throws {
        let content = Array("Subscription ID,Seat Count\nS-1,5\nS-2,7\n".utf8)
        let bytes = try Self.compressed([content])
        for pieces in everySplit(of: bytes) { #expect(try Self.expanded(pieces) == content) }
    }

    @Test("Highly compressed bytes may come one at a time")
    func oneByteAtATime() throws {
        let bytes = try Self.compressed([Self.contents[3]])
        #expect(try Self.expanded(bytes.map { [$0] }) == Self.contents[3])
    }

    @Test("The bytes depend on the content alone, not on how it was cut", arguments: contents.indices)
    func deterministic(index: Int) throws {
        let whole = try Self.compressed([Self.contents[index]])
        for seed in 0..<4 as Range<UInt64> {
            var generator = SplitMix64(seed: seed)
            let pieces = randomSplit(of: Self.contents[index], using: &generator)
            #expect(try Self.compressed(pieces) == whole)
        }
    }

    @Test("The header has no time and no name")
    func header() throws {
        let bytes = try Self.compressed([Array("hello".utf8)])
        // RFC 1952: magic, deflate, no flags, four bytes of time, no extra flags, Unix.
        #expect(Array(bytes.prefix(10)) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3])
    }

    @Test("gzip is known by its first two bytes")
    func recognizes() throws {
        func isRecognized(_ bytes: [UInt8]) -> Bool { GzipReader.recognizes(bytes.span) }
        #expect(isRecognized(try Self.compressed([])))
        #expect(![[], [0x1F], Array("a,b".utf8), [0x8B, 0x1F]].contains(where: isRecognized))
    }

    @Test("Several members in a row are one content, cut anywhere")
    func members() throws {
        let bytes =
            try Self.compressed([Array("one ".utf8)]) + Self.compressed([]) + Self.compressed([Array("two".utf8)])
        for pieces in everySplit(of: bytes) {
            #expect(String(decoding: try Self.expanded(pieces), as: UTF8.self) == "one two")
        }
    }

    @Test("Data that ends early is refused, wherever it ends")
    func truncated() throws {
        let bytes = try Self.compressed([Array("hello, hello, hello".utf8)])
        for length in bytes.indices {
            #expect(throws: StreamingError.self, "\(length)") { try Self.expanded([Array(bytes[..<length])]) }
        }
        for length in bytes.indices.dropFirst() {
            let second = bytes + bytes[..<length]
            #expect(throws: StreamingError.self, "\(length)") { try Self.expanded([second]) }
        }
    }

    @Test("Other data behind the end is refused, cut anywhere", arguments: ["x", "\0", "more text", "\u{1F}x"])
    func trailingGarbage(garbage: String) throws {
        let bytes = try Self.compressed([Array("hello".utf8)]) + Array(garbage.utf8)
        for pieces in everySplit(of: bytes) {
            #expect(throws: StreamingError.self) { try Self.expanded(pieces) }
        }
    }

    @Test("A changed byte never passes for the content")
    func damaged() throws {
        // So little content that it is stored as it is has bits that mean nothing; this has not.
        let content = Array(String(repeating: "hello, ", count: 20).utf8)
        let bytes = try Self.compressed([content])
        // The header's flags, time and system carry no content; all other bytes do.
        for index in bytes.indices where !(3..<10).contains(index) {
            var damaged = bytes
            damaged[index] ^= 0x10
            #expect(throws: StreamingError.self, "\(index)") { try Self.expanded([damaged]) }
        }
    }

    @Test("What is not gzip is refused", arguments: ["", "a,b\n", "{\"a\":1}"])
    func notGzip(text: String) {
        #expect {
            try Self.expanded([Array(text.utf8)])
        } throws: { error in
            (error as? StreamingError)?.code == .corrupt
        }
    }

    @Test("A sink's error comes through")
    func sinkFails() throws {
        struct Full: Error {}
        let bytes = try Self.compressed([Array("hello".utf8)])
        var reader = GzipReader()
        var caught = false
        do {
            try reader.read(bytes.span) { _ throws(Full) in throw Full() }
        } catch {
            caught = error is Full
        }
        #expect(caught)
    }

    @Test("The system's gzip accepts and expands it", arguments: contents.indices)
    func systemTool(index: Int) throws {
        try withTemporaryDirectory { directory in
            try File.replace(directory("file.gz"), with: Self.compressed([Self.contents[index]]))
            try run("gzip", "-t", directory("file.gz"))
            try run("gzip", "-d", directory("file.gz"))
            #expect(try File.contents(of: directory("file")) == Self.contents[index])
        }
    }

    @Test("What the system's gzip makes is read, name and time included")
    func fromSystemTool() throws {
        try withTemporaryDirectory { directory in
            try File.replace(directory("file"), with: Self.contents[5])
            try run("gzip", "-9", directory("file"))
            #expect(try Self.expanded([File.contents(of: directory("file.gz"))]) == Self.contents[5])
        }
    }

    private func run(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(arguments)")
    }
}
