import Streaming

/// Records of many parts in one file. Parts are written in any order and read one by one, a piece at a time; a piece is whole records.
struct PartFile: Sendable {
    /// How many parts there are. There are more than are judged at once, so that a few can be taken together when they are
    /// small; and few enough that what waits to be written takes little.
    static let partCount = 256
    private static let pieceSize = 8 << 10

    private struct Piece: Sendable {
        let offset: Int
        let count: Int
    }

    private let file: File
    private var end = 0
    private var pieces = [[Piece]](repeating: [], count: partCount)
    private var waiting = [[UInt8]](repeating: [], count: partCount)
    /// How many bytes each part has.
    private var sizes = [Int](repeating: 0, count: partCount)

    /// Creates the file.
    init(_ path: String) throws(StreamingError) {
        file = try File.create(path, mode: 0o600)
    }

    /// Appends records to a part.
    mutating func append(_ records: [UInt8], to part: Int) throws(StreamingError) {
        sizes[part] += records.count
        waiting[part].append(contentsOf: records)
        guard waiting[part].count >= Self.pieceSize else { return }
        let piece = waiting[part]
        try file.write(piece.span)
        pieces[part].append(Piece(offset: end, count: piece.count))
        end += piece.count
        waiting[part] = []
    }

    /// The parts that have records, in shares of as many as have so many bytes together, and of one at least.
    func shares(ofSize size: Int) -> [Range<Int>] {
        var (shares, total): ([Range<Int>], Int) = ([], 0)
        for part in sizes.indices where sizes[part] > 0 {
            if let last = shares.last, total + sizes[part] <= size {
                shares[shares.count - 1] = last.lowerBound..<part + 1
                total += sizes[part]
            } else {
                shares.append(part..<part + 1)
                total = sizes[part]
            }
        }
        return shares
    }

    /// Hands on the records of some parts, a piece at a time; the parts are empty afterwards.
    mutating func take(_ parts: Range<Int>, _ body: ([UInt8]) throws -> Void) throws {
        for part in parts {
            for piece in pieces[part] {
                var bytes = [UInt8](repeating: 0, count: piece.count)
                try file.readWhole(into: &bytes, at: piece.offset)
                try body(bytes)
            }
            if !waiting[part].isEmpty { try body(waiting[part]) }
            (sizes[part], pieces[part], waiting[part]) = (0, [], [])
        }
    }
}

extension File {
    /// Fills a buffer from an offset on, where the file is known to have as much.
    func readWhole(into buffer: inout [UInt8], at offset: Int) throws(StreamingError) {
        var place = 0
        while place < buffer.count {
            let count = try read(into: &buffer, from: place, at: offset + place)
            guard count > 0 else {
                throw StreamingError(
                    code: .corrupt,
                    message: "\(path) is shorter than what was written to it; let nothing else change "
                        + "the state directory, and run again")
            }
            place += count
        }
    }
}
