import Formats
import Records
import Streaming
import TestSupport
import Testing

@testable import Runner

@Suite("XML on two threads")
struct OverlappedXMLReadingTests {
    /// What was handed on, harvest by harvest, and the error that ended it.
    private struct Reading: Equatable {
        struct Harvest: Equatable {
            let recordCount: Int
            let rejects: [Reject]
            let values: [[String?]]
        }

        var harvests: [Harvest] = []
        var error: String?

        mutating func add(_ harvest: RecordHarvest) {
            let values = harvest.batches.flatMap { batch in
                (0..<batch.count).map { row in ["\(batch.rows[row])"] + batch.columns.map { $0.text(row) } }
            }
            harvests.append(
                Harvest(recordCount: harvest.recordCount, rejects: harvest.rejects, values: values))
        }
    }

    private struct Stop: Error {}

    private static let records = RecordPath("l/r")
    private static let goal = ReadingGoal.batches([
        ColumnMapping(column: Column(name: "id", type: .decimal), source: "id", isOptional: false),
        ColumnMapping(column: Column(name: "a", type: .text), source: "a", isOptional: true),
        ColumnMapping(column: Column(name: "b", type: .text), source: "n/b", isOptional: true),
    ])

    private static func onOneThread(_ chunks: [[UInt8]]) -> Reading {
        var reading = Reading()
        do throws(FormatError) {
            let format = RecordFormat.xml(records: records, charset: nil)
            var reader = try RecordReader(format, fileName: "file", fileIndex: 0, goal: goal)
            for chunk in chunks { reading.add(try reader.read(chunk.span)) }
            reading.add(try reader.finish())
        } catch {
            reading.error = error.message
        }
        return reading
    }

    private static func onTwoThreads(_ chunks: [[UInt8]]) async throws -> Reading {
        var reading = Reading()
        var rest = chunks[...]
        do {
            try await run {
                rest.popFirst()
            } _: {
                reading.add($0)
            }
        } catch let error as FormatError {
            reading.error = error.message
        }
        return reading
    }

    private static func run(
        _ next: () throws -> [UInt8]?, _ handOn: (RecordHarvest) throws -> Void
    ) async throws {
        let workers = WorkerThreads(count: 1, name: "parsing")
        defer { workers.close() }
        let reader = try XMLRecordReader(
            fileName: "file", fileIndex: 0, records: records, charset: nil, goal: goal)
        try await OverlappedXMLReading(workers: workers).run(reader) { bytes in
            bytes = try next() ?? []
            return bytes.count
        } _: {
            try handOn($0)
        }
    }

    /// What stands between the two halves of a document, and how the reading then ends.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let piece: String
        var isCut = false
        let error: String?

        init(_ description: String, _ piece: String, isCut: Bool = false, error: String?) {
            (testDescription, self.piece, self.isCut, self.error) = (description, piece, isCut, error)
        }
    }

    private static func many(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

    static let damages = [
        Damage("none", "", error: nil),
        Damage("a reject", "<r id='x'/><r><a>no id</a></r>", error: nil),
        Damage("an end tag", "<r id='1'></x>", error: "an end tag does not fit"),
        Damage("a bare &", "<r id='1'><a>a & b</a></r>", error: "an entity stands there"),
        Damage("a control", "<r id='1'><a>\u{1}</a></r>", error: "a character stands there"),
        Damage("a second root", "</l><l>", error: "something stands behind the end"),
        Damage("a cut", "<r id='1'><a>x", isCut: true, error: "the XML document is cut off after"),
        Damage("depth", many(300, "<d>"), error: "elements are nested more than 256 deep"),
        Damage("a long text", "<r id='1'><a>\(many(11 << 20, "x"))", error: "the text of an element has more"),
        Damage("a long comment", "<!-- \(many(600 << 10, "x")) -->", error: "a tag, a comment or a processing"),
        Damage("a long tag", "<r id='\(many(600 << 10, "1"))'/>", error: "a tag, a comment or a processing"),
        Damage(
            "a long record", "<r id='1'><a>\(many(9 << 20, "x"))</a><n><b>\(many(9 << 20, "x"))</b></n></r>",
            error: "the values of"),
        Damage(
            "names", (0..<70_000).map { "<n\($0)/>" }.joined(), error: "elements and attributes have more than 65536"),
        Damage(
            "long names", (0..<40).map { "<n\($0)\(many(30_000, "n"))/>" }.joined(),
            error: "the names of elements and attributes have more than 1048576 bytes"),
    ]

    @Test("A large random document is read as on one thread, and so is what is wrong with it", arguments: damages)
    func random(_ damage: Damage) async throws {
        var generator = SplitMix64(seed: UInt64(damage.piece.utf8.count))
        let start = (0..<2000).map { Self.record($0, using: &generator) }.joined()
        let end = damage.isCut ? "" : (2000..<4000).map { Self.record($0, using: &generator) }.joined() + "</l>"
        let text = "<?xml version='1.0'?>\n<l xmlns:p='urn:p'>\(start)\(damage.piece)\(end)"
        let chunks = Self.chunks(of: Array(text.utf8), using: &generator)
        let one = Self.onOneThread(chunks)
        let two = try await Self.onTwoThreads(chunks)
        #expect(one.harvests.count == two.harvests.count && one.error == two.error)
        let place = zip(one.harvests, two.harvests).enumerated().first { $1.0 != $1.1 }?.offset
        #expect(place == nil, "the first harvest that differs")
        #expect(one.error?.hasPrefix(damage.error ?? "") ?? (damage.error == nil), "\(one.error ?? "")")
        let readCount = one.harvests.reduce(0) { $0 + $1.recordCount }
        #expect(damage.error == nil ? readCount >= 4000 : (1..<4000).contains(readCount), "\(readCount)")
    }

    /// A record with some of all that XML has.
    private static func record(_ number: Int, using generator: inout SplitMix64) -> String {
        let values = [
            "plain", "", " two words ", "&lt;&amp;&#229;", "<![CDATA[<b> ]] &amp;]]>", "å€🎉", "a<!-- c -->b",
            "<?p i?>x",
            "line\r\nend", many(200, "long "),
        ]
        let fields = [
            "<a>V</a>", "<p:a x='1'>V</p:a>", "<n><b>V</b></n>", "<n p:b='&quot;å'/>",
            "<c\(number % 50)>V</c\(number % 50)>",
            "<a xsi:nil='true' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'/>", "<r><a>V</a></r>",
        ]
        let content = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            let field = fields[Int.random(in: 0..<fields.count, using: &generator)]
            return field.replacing("V", with: values[Int.random(in: 0..<values.count, using: &generator)])
        }
        let layout = ["", " ", "\n\t"][Int.random(in: 0..<3, using: &generator)]
        return "\(layout)<r id='\(number)'>\(layout)\(content.joined(separator: layout))</r>"
    }

    /// Chunks of up to twice a block of the parser.
    private static func chunks(of bytes: [UInt8], using generator: inout SplitMix64) -> [[UInt8]] {
        var (chunks, start) = ([[UInt8]](), 0)
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...128 << 10, using: &generator))
            chunks.append(Array(bytes[start..<end]))
            start = end
        }
        return chunks
    }

    private static let endless = Array((many(20_000, "<r id='1'/>")).utf8)

    @Test("Three batches of four chunks are under way at a time, and a stop ends both threads")
    func stopped() async throws {
        // A task of its own, so that the test is not what is stopped.
        let stopped = Task {
            var (given, taken, mostUnderWay) = (0, 0, 0)
            await #expect(throws: CancellationError.self) {
                try await Self.run {
                    given += 1
                    mostUnderWay = max(mostUnderWay, given - taken)
                    return given == 1 ? Array("<l>".utf8) : Self.endless
                } _: { _ in
                    taken += 1
                    if taken == 20 { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
                }
            }
            return (taken, mostUnderWay)
        }
        #expect(await stopped.value == (20, 12))
    }

    @Test("What the receiver throws ends both threads")
    func refused() async {
        var hasBegun = false
        await #expect(throws: Stop.self) {
            try await Self.run {
                defer { hasBegun = true }
                return hasBegun ? Self.endless : Array("<l>".utf8)
            } _: { harvest in
                if harvest.recordCount > 0 { throw Stop() }
            }
        }
    }

    @Test("Before an error of the file everything before it is handed on, and a fault there comes first")
    func unreadable() async {
        var (chunks, recordCount) = ([Array("<l>".utf8), Self.endless, Self.endless], 0)
        await #expect(throws: Stop.self) {
            try await Self.run {
                guard !chunks.isEmpty else { throw Stop() }
                return chunks.removeFirst()
            } _: {
                recordCount += $0.recordCount
            }
        }
        #expect(recordCount > 35_000 && recordCount <= 40_000)
        chunks = [Array("<l></x>".utf8) + Self.endless]
        await #expect(throws: FormatError.self) {
            try await Self.run {
                guard !chunks.isEmpty else { throw Stop() }
                return chunks.removeFirst()
            } _: { _ in
            }
        }
    }
}
