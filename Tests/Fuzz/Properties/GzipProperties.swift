internal import Streaming

/// What must hold of gzip: reading comes to the same however the data is cut, and what was compressed expands to itself.
enum GzipProperties {
    static func fault(in input: [UInt8], _ choices: inout FuzzChoices) -> String? {
        let whole = expanded([input])
        for pieces in choices.splits(of: input) where expanded(pieces) != whole {
            return "as gzip in pieces of \(pieces.map(\.count)): \(expanded(pieces)), but as a whole: \(whole)"
        }
        return roundTripFault(of: input, &choices)
    }

    /// The content, or what is wrong.
    private static func expanded(_ pieces: [[UInt8]]) -> Result<[UInt8], Fault> {
        var limit = ExpansionLimit()
        limit.freeBytes = 1 << 20
        var reader = GzipReader(limit: limit)
        var content: [UInt8] = []
        do {
            for piece in pieces { try reader.read(piece.span) { append($0, to: &content) } }
            try reader.finish()
        } catch {
            return .failure(Fault(message: "\(error)"))
        }
        return .success(content)
    }

    private struct Fault: Error, Equatable {
        let message: String
    }

    private static func roundTripFault(of input: [UInt8], _ choices: inout FuzzChoices) -> String? {
        let level = Int.random(in: 1...9, using: &choices)
        let blockSize = Int.random(in: 1...max(1, input.count), using: &choices)
        let bytes = compressed([input], level: level, blockSize: blockSize)
        let way = "at level \(level) in blocks of \(blockSize)"
        let back = expanded([bytes])
        guard back == .success(input) else { return "\(way): expands to \(back)" }
        for pieces in choices.splits(of: input) {
            guard compressed(pieces, level: level, blockSize: blockSize) == bytes else {
                return "\(way): written in pieces of \(pieces.map(\.count)) it is something else"
            }
        }
        return nil
    }

    private static func compressed(_ pieces: [[UInt8]], level: Int, blockSize: Int) -> [UInt8] {
        var writer = GzipWriter(level: level, blockSize: blockSize)
        var bytes: [UInt8] = []
        do throws(StreamingError) {
            for piece in pieces { try writer.write(piece.span) { append($0, to: &bytes) } }
            try writer.finish { append($0, to: &bytes) }
        } catch {
            preconditionFailure("only the sink could have failed: \(error)")
        }
        return bytes
    }

    private static func append(_ piece: Span<UInt8>, to bytes: inout [UInt8]) {
        for index in piece.indices { bytes.append(piece[index]) }
    }
}
