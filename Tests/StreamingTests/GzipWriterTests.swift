internal import Foundation
import Streaming
import TestSupport
import Testing

@Suite("Writing gzip in blocks")
struct GzipWriterTests {
    private static let blockSize = 4096

    private static func compressed(
        _ pieces: [[UInt8]], level: Int = 6, threads: Int = 1, blockSize: Int = blockSize
    ) throws -> [UInt8] {
        var writer = GzipWriter(level: level, threads: threads, blockSize: blockSize)
        var output: [UInt8] = []
        for piece in pieces { try writer.write(piece.span) { output.append(copying: $0) } }
        try writer.finish { output.append(copying: $0) }
        return output
    }

    private static func expanded(_ bytes: [UInt8]) throws -> [UInt8] {
        var reader = GzipReader()
        var output: [UInt8] = []
        try reader.read(bytes.span) { output.append(copying: $0) }
        try reader.finish()
        return output
    }

    /// Contents that make every kind of deflate block: stored, with the fixed codes, and with codes of their own.
    private static let contents: [[UInt8]] = {
        var generator = SplitMix64(seed: 1)
        var mixed: [UInt8] = []
        for count in [500, 9_000, 40, 4_000, 12_000] {
            mixed += generator.bytes(count: count)
            mixed += generator.bytes(count: count, from: "0123456789,.\n")
            mixed += [UInt8](repeating: 0x61, count: count)
        }
        return [
            mixed, [], [7], generator.bytes(count: 20_000), [UInt8](repeating: 0, count: 50_000),
            generator.bytes(count: 60_000, from: "ab"), Array(String(repeating: "S-1,5,0.10\n", count: 2_000).utf8),
        ]
    }()

    @Test("The bytes are the same for any number of threads, and expand to the content", arguments: 1...9)
    func sameForAnyThreads(level: Int) throws {
        for content in Self.contents {
            let alone = try Self.compressed([content], level: level)
            #expect(try Self.expanded(alone) == content)
            for threads in [2, 3, 7] {
                #expect(try Self.compressed([content], level: level, threads: threads) == alone)
            }
        }
    }

    @Test("A block more or a byte less: every size around a block's is written whole")
    func sizes() throws {
        var generator = SplitMix64(seed: 3)
        let content = generator.bytes(count: 3 * Self.blockSize + 1, from: "0123456789,\n")
        for size in [1, 2, 3].flatMap({ [$0 * Self.blockSize - 1, $0 * Self.blockSize, $0 * Self.blockSize + 1] }) {
            let piece = Array(content[..<size])
            let bytes = try Self.compressed([piece], threads: 2)
            #expect(try Self.expanded(bytes) == piece)
            // One member only: the trailer tells the size of all of the content.
            #expect(bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) } == size)
        }
    }

    @Test("Tiny blocks of random content come back", arguments: 0..<60 as Range<UInt64>)
    func tinyBlocks(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let alphabet = ["ab", "0123456789,.\n", "abcdefghijklmnopqrstuvwxyzABCDEFGH 0123456789"].randomElement(
            using: &generator)
        let content = generator.bytes(count: Int.random(in: 0...3_000, using: &generator), from: alphabet ?? "a")
        let blockSize = Int.random(in: 1...400, using: &generator)
        let level = Int.random(in: 1...9, using: &generator)
        let pieces = randomSplit(of: content, using: &generator)
        let bytes = try Self.compressed(pieces, level: level, threads: 2, blockSize: blockSize)
        #expect(try Self.expanded(bytes) == content, "seed \(seed)")
        #expect(bytes == (try Self.compressed([content], level: level, blockSize: blockSize)), "seed \(seed)")
    }

    @Test("A higher level makes less")
    func levels() throws {
        var generator = SplitMix64(seed: 4)
        var content: [UInt8] = []
        for _ in 0..<4_000 {
            let number = Int.random(in: 0..<50, using: &generator)
            content += Array("subscription S-\(number * 7919),seat \(number * 31),".utf8)
            content += generator.bytes(count: 4, from: "0123456789") + [0x0A]
        }
        let sizes = try [1, 6, 9].map { try Self.compressed([content], level: $0, blockSize: 1 << 20).count }
        #expect(sizes[0] > sizes[1] && sizes[1] > sizes[2])
    }

    @Test("Of rows no more is made than the system's gzip makes at the same level", arguments: 1...9)
    func noMoreThanGzip(level: Int) throws {
        var generator = SplitMix64(seed: 8)
        var content: [UInt8] = []
        for _ in 0..<20_000 {
            content += Array("tie_out,M0,EXACT,".utf8) + generator.bytes(count: 8, from: "0123456789abcdef")
            let (seats, cents) = (
                Int.random(in: 1...300, using: &generator), Int.random(in: 1...4_000, using: &generator)
            )
            content += Array("-5d0c-4a1b-8c2d,2026-10-\(10 + seats % 20),\(seats),\(cents).00,EUR,".utf8)
            content += Array("quantity and amount agree: \(seats) × \(cents).00 = \(seats * cents).00 EUR\n".utf8)
        }
        try withTemporaryDirectory { directory in
            let bytes = try Self.compressed([content], level: level, blockSize: GzipWriter.blockSize)
            try File.replace(directory("file"), with: content)
            try Self.runGzip("-\(level)", directory("file"))
            #expect(bytes.count <= (try File.contents(of: directory("file.gz")).count))
        }
    }

    private static func runGzip(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(arguments)")
    }

    @Test("The system's gzip accepts blocks of the usual size from several threads")
    func systemTool() throws {
        var generator = SplitMix64(seed: 5)
        let block = generator.bytes(count: 50_000, from: "0123456789,.\n")
        let content = Array(repeatElement(block, count: 50).joined())
        try withTemporaryDirectory { directory in
            let bytes = try Self.compressed([content], threads: 2, blockSize: GzipWriter.blockSize)
            #expect(bytes == (try Self.compressed([content], blockSize: GzipWriter.blockSize)))
            try File.replace(directory("file.gz"), with: bytes)
            try Self.runGzip("-d", directory("file.gz"))
            #expect(try File.contents(of: directory("file")) == content)
        }
    }

    @Test("What is compressed is handed on while more is written")
    func bounded() throws {
        var writer = GzipWriter(threads: 2, blockSize: Self.blockSize)
        var generator = SplitMix64(seed: 6)
        var made = 0
        for count in 1...40 {
            let piece = generator.bytes(count: Self.blockSize)
            try writer.write(piece.span) { made += $0.count }
            // Two are under way, three wait, one fills; random bytes do not shrink.
            #expect(made >= max(0, count - 6) * Self.blockSize)
        }
        try writer.finish { made += $0.count }
        #expect(made >= 40 * Self.blockSize)
    }

    @Test("An error of the sink comes through, from one thread or several", arguments: [1, 3])
    func sinkFails(threads: Int) throws {
        let full = StreamingError(code: .noSpace, message: "full")
        var writer = GzipWriter(threads: threads, blockSize: 100)
        let content = [UInt8](repeating: 1, count: 10_000)
        var caught: StreamingError?
        do throws(StreamingError) {
            try writer.write(content.span) { _ throws(StreamingError) in throw full }
        } catch {
            caught = error
        }
        #expect(caught?.code == .noSpace)
    }

    @Test("Threads end with their writer, whether it was finished or dropped")
    func threadsEnd() async {
        await #expect(processExitsWith: .success) {
            var content = [UInt8](repeating: 1, count: 3 << 20)
            content.append(2)
            for isFinished in [true, false] {
                do {
                    var writer = GzipWriter(threads: 3)
                    try writer.write(content.span) { _ in }
                    #expect(await Self.reaches(3))
                    if isFinished { try writer.finish { _ in } }
                }
                #expect(await Self.reaches(0))
            }
        }
    }

    /// Whether so many threads compress before long; threads take their time to begin and to end.
    private static func reaches(_ count: Int) async -> Bool {
        for _ in 0..<1_000 where threadCount != count { try? await Task.sleep(for: .milliseconds(10)) }
        return threadCount == count
    }

    /// How many threads of this process compress.
    private static var threadCount: Int {
        let tasks = (try? Directory.names(in: "/proc/self/task")) ?? []
        return tasks.count { task in
            (try? File.contents(of: "/proc/self/task/\(task)/comm")).map { $0 == Array("gzip\n".utf8) } ?? false
        }
    }
}

extension Array where Element == UInt8 {
    /// Appends some bytes.
    fileprivate mutating func append(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
