import Reconciliation
import Streaming

/// Reads a run of outcomes, record by record.
struct OutcomeRunReader {
    private let file: File
    private var rest: Range<Int>
    private let windowSize: Int
    private var window: [UInt8] = []
    private var place = 0

    init(file: File, run: Range<Int>, windowSize: Int) {
        self.file = file
        rest = run
        self.windowSize = windowSize
    }

    /// The next record of a wanted code; `nil` when there is none.
    mutating func next(_ isWanted: (OutcomeCode) -> Bool) throws -> OutcomeRecord? {
        while true {
            if let record = OutcomeRecord(window, at: &place) {
                if isWanted(record.code) { return record }
            } else if rest.isEmpty {
                precondition(place == window.count, "a run ends where a record does")
                return nil
            } else {
                try fill()
            }
        }
    }

    private mutating func fill() throws {
        window.removeFirst(place)
        place = 0
        var bytes = [UInt8](repeating: 0, count: min(windowSize, rest.count))
        try file.readWhole(into: &bytes, at: rest.lowerBound)
        window += bytes
        rest = rest.lowerBound + bytes.count..<rest.upperBound
    }
}

/// The next records of all runs, as a heap with the first of them on top.
struct OutcomeMerge {
    private struct Entry {
        var record: OutcomeRecord
        var reader: OutcomeRunReader
    }

    private var heap: [Entry] = []

    /// The first of all records.
    var first: OutcomeRecord? { heap.first?.record }

    /// Adds a run that is at a record.
    mutating func insert(_ reader: OutcomeRunReader, at record: OutcomeRecord) {
        heap.append(Entry(record: record, reader: reader))
        var place = heap.count - 1
        while place > 0, precedes(place, (place - 1) / 2) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Goes on behind the first record.
    mutating func advance(_ isWanted: (OutcomeCode) -> Bool) throws {
        if let next = try heap[0].reader.next(isWanted) {
            heap[0].record = next
        } else {
            heap.swapAt(0, heap.count - 1)
            heap.removeLast()
        }
        sink()
    }

    private mutating func sink() {
        var place = 0
        while true {
            let children = [2 * place + 1, 2 * place + 2].filter { $0 < heap.count }
            guard let least = children.min(by: precedes), precedes(least, place) else { return }
            heap.swapAt(place, least)
            place = least
        }
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        heap[left].record.sortKey.precedes(heap[right].record.sortKey)
    }
}
