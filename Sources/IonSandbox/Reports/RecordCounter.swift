/// Counts the records of CSV text as a tokenizer would, without finding their fields.
struct RecordCounter: Sendable {
    private enum State {
        case startOfRecord
        case startOfField
        case plain
        case quoted
        case quoteInsideQuoted
    }

    private var state = State.startOfRecord
    private var ended = 0

    /// How many records there are, a last one without a line end too. Blank lines are none.
    var count: Int {
        if case .startOfRecord = state { ended } else { ended + 1 }
    }

    /// Counts on through the next chunk.
    mutating func read(_ chunk: Span<UInt8>) {
        var index = 0
        while index < chunk.count {
            switch state {
            case .plain: index = Self.endOfRun(in: chunk, from: index) { $0 == UInt8(ascii: ",") || $0 == 0x0A }
            case .quoted: index = Self.endOfRun(in: chunk, from: index) { $0 == UInt8(ascii: "\"") }
            default: break
            }
            guard index < chunk.count else { return }
            step(chunk[index])
            index += 1
        }
    }

    /// The place of the next byte that ends a run of a state's ordinary bytes.
    private static func endOfRun(in chunk: Span<UInt8>, from start: Int, where isEnd: (UInt8) -> Bool) -> Int {
        var index = start
        while index < chunk.count, !isEnd(chunk[index]) { index += 1 }
        return index
    }

    private mutating func step(_ byte: UInt8) {
        switch (state, byte) {
        case (.quoted, UInt8(ascii: "\"")): state = .quoteInsideQuoted
        case (.quoted, _): break
        case (.quoteInsideQuoted, UInt8(ascii: "\"")), (.startOfField, UInt8(ascii: "\"")),
            (.startOfRecord, UInt8(ascii: "\"")):
            state = .quoted
        case (.startOfRecord, UInt8(ascii: "\n")), (.startOfRecord, UInt8(ascii: "\r")): break
        case (_, UInt8(ascii: "\n")):
            ended += 1
            state = .startOfRecord
        case (_, UInt8(ascii: ",")): state = .startOfField
        default: state = .plain
        }
    }
}
