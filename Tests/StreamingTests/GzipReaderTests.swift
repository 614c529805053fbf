import Streaming
import TestSupport
import Testing

@Suite("Reading gzip")
struct GzipReaderTests {
    /// What reading brought: the content, or why it could not be had.
    private enum Outcome: Equatable {
        case content(String)
        case fault(String)
    }

    private static func read(_ pieces: [[UInt8]], limit: ExpansionLimit? = nil) -> Outcome {
        var reader = GzipReader(limit: limit)
        var content: [UInt8] = []
        do {
            for piece in pieces {
                try reader.read(piece.span) { bytes in
                    for index in bytes.indices { content.append(bytes[index]) }
                }
            }
            try reader.finish()
        } catch {
            return .fault("\(error)")
        }
        return .content(String(decoding: content, as: UTF8.self))
    }

    /// The same through pieces that the caller takes.
    private static func pull(_ pieces: [[UInt8]]) -> Outcome {
        var reader = GzipReader()
        var content: [UInt8] = []
        do throws(StreamingError) {
            var made: [UInt8] = []
            for piece in pieces {
                var start = 0
                while case let taken = try reader.read(piece.span.extracting(start..<piece.count), into: &made),
                    taken > 0
                {
                    start += taken
                    content += made
                }
            }
            try reader.finish()
        } catch {
            return .fault("\(error)")
        }
        return .content(String(decoding: content, as: UTF8.self))
    }

    private static func gzip(_ text: String) -> [UInt8] {
        var writer = GzipWriter()
        var bytes: [UInt8] = []
        func keep(_ piece: Span<UInt8>) {
            for index in piece.indices { bytes.append(piece[index]) }
        }
        do throws(StreamingError) {
            let content = Array(text.utf8)
            try writer.write(content.span, to: keep)
            try writer.finish(to: keep)
        } catch {
            Issue.record(error)
        }
        return bytes
    }

    private static func changed(_ bytes: [UInt8], at index: Int, to byte: UInt8) -> [UInt8] {
        var changed = bytes
        changed[index] = byte
        return changed
    }

    private static let text = String(repeating: "hello, ", count: 20)
    private static let one = gzip(text)
    private static let count = one.count
    /// A header with all that it may have: an extra field, a name, a comment, and the header's own checksum.
    private static let decorated: [UInt8] =
        [0x1F, 0x8B, 8, 0b11110, 1, 2, 3, 4, 2, 3, 3, 0, 9, 9, 9] + Array("a.csv\0said\0".utf8) + [0x9D, 0xA2]
        + one.dropFirst(10)

    private static let readable: [(name: String, bytes: [UInt8], content: String)] = [
        ("one member", one, text), ("an empty member", gzip(""), ""),
        ("three empty ones", gzip("") + gzip("") + gzip(""), ""),
        ("members, some of them empty", gzip("") + gzip("a") + gzip("") + gzip("b") + gzip(""), "ab"),
        ("a name and a comment", decorated, text),
    ]

    @Test("What is gzip is read, cut anywhere", arguments: readable.map(\.name))
    func readsAll(name: String) throws {
        let item = try #require(Self.readable.first { $0.name == name })
        for pieces in everySplit(of: item.bytes) + [item.bytes.map { [$0] }] {
            #expect(Self.read(pieces) == .content(item.content))
            #expect(Self.pull(pieces) == .content(item.content))
        }
    }

    private static let unreadable: [(bytes: [UInt8], message: String)] = [
        ([], "there is no gzip data: not one byte"),
        (Array("a,b\n".utf8), "the data is not gzip: it does not begin with the bytes 1F 8B"),
        ([0x1F, 0x9D, 0x90], "the data is not gzip: it does not begin with the bytes 1F 8B"),
        ([0x78], "the data is not gzip: it does not begin with the bytes 1F 8B"),
        ([0x1F], "the gzip data is cut off: it ends after 1 bytes, inside a member that begins at byte 0"),
        (
            changed(one, at: 2, to: 7),
            "the header of the gzip member that begins at byte 0 is damaged: unknown compression method"
        ),
        (
            one + changed(one, at: 3, to: 0xE0),
            "the header of the gzip member that begins at byte \(count) is damaged: unknown header flags set"
        ),
        (
            changed(decorated, at: 17, to: 0x41),
            "the header of the gzip member that begins at byte 0 is damaged: header crc mismatch"
        ),
        (
            one + changed(one, at: count - 6, to: one[count - 6] ^ 1),
            "the content of the gzip member that begins at byte \(count) does not match its checksum"
        ),
        (
            changed(one, at: count - 1, to: 1) + one,
            "the content of the gzip member that begins at byte 0 does not match its length"
        ),
        (
            Array(one.dropLast(1)),
            "the gzip data is cut off: it ends after \(count - 1) bytes, inside a member that begins at byte 0"
        ),
        (
            one + one.prefix(9),
            "the gzip data is cut off: it ends after \(count + 9) bytes, inside a member that begins at byte \(count)"
        ),
        (one + [0], "other data begins at byte \(count), behind the end of the gzip data"),
        (
            one + gzip("") + Array("more".utf8),
            "other data begins at byte \(count + gzip("").count), behind the end of the gzip data"
        ),
        (one + [0x1F, 0x78], "other data begins at byte \(count), behind the end of the gzip data"),
        (
            one.prefix(10) + [0xFF, 1, 2, 3, 4, 5, 6, 7, 8, 9],
            "the gzip member that begins at byte 0 is damaged, at byte 11 or before: invalid block type"
        ),
    ]

    @Test("What is wrong is told apart, and where it is, cut anywhere", arguments: unreadable.indices)
    func tellsApart(index: Int) {
        let fault = Self.unreadable[index]
        for pieces in everySplit(of: fault.bytes) + [fault.bytes.map { [$0] }] {
            #expect(Self.read(pieces) == .fault(fault.message))
            #expect(Self.pull(pieces) == .fault(fault.message))
        }
    }

    @Test("Any damage is told the same way, cut anywhere", arguments: 0..<40 as Range<UInt64>)
    func damage(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let content = generator.bytes(count: 2_000, from: "0123456789abcdef,\n")
        var bytes = Self.gzip(String(decoding: content, as: UTF8.self))
        bytes[Int.random(in: bytes.indices, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        let whole = Self.read([bytes])
        #expect(Self.read(bytes.map { [$0] }) == whole)
        for _ in 0..<20 { #expect(Self.read(randomSplit(of: bytes, using: &generator)) == whole) }
    }

    @Test("Data that expands too far is refused, whatever its pieces")
    func limit() {
        let bytes = Self.gzip(String(repeating: "\0", count: 4 << 20))
        var limit = ExpansionLimit()
        #expect(Self.read([bytes], limit: limit) != Self.read([Array(bytes.dropLast())], limit: limit))
        limit.freeBytes = 1 << 20
        let message = "the gzip data expands to more than 200 times its size; if that is right, expand it first"
        #expect(Self.read([bytes], limit: limit) == .fault(message))
        #expect(Self.read(bytes.map { [$0] }, limit: limit) == .fault(message))
        // Many members are one content: the limit holds for all of them together.
        let members = [[UInt8]](repeating: Self.gzip(String(repeating: "\0", count: 64 << 10)), count: 64)
        #expect(Self.read(members, limit: limit) == .fault(message))
        limit.ratio = 2_000
        #expect(Self.read([bytes], limit: limit) == .content(String(repeating: "\0", count: 4 << 20)))
    }
}
