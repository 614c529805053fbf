import Reconciliation
import Streaming
import Synchronization

/// The texts of rows, in a file: there may be as many as there are rows. In memory each takes sixteen bytes.
final class RecalledTexts: Sendable {
    private struct Place {
        var offset = 0
        /// -1 for a row that was not read yet.
        var count: Int32 = -1
    }

    private struct Content {
        var end = 0
        /// By the rows' places among all that are wanted.
        var places: [Place]
    }

    private let file: File
    /// The rows that are wanted, in their order.
    private let rows: [RowOrigin]
    private let content: Mutex<Content>

    /// Texts of some rows, none of which is there yet.
    init(of rows: [RowOrigin], path: String) throws(StreamingError) {
        self.rows = rows.sorted()
        file = try File.create(path, mode: 0o600)
        content = Mutex(Content(places: Array(repeating: Place(), count: rows.count)))
    }

    /// The numbers of the rows of a file that are wanted.
    func wanted(ofFile index: Int) -> Set<UInt32> {
        Set(rows.lazy.filter { Int($0.file) == index }.map(\.row))
    }

    /// Adds texts of rows of a file.
    func add(_ texts: [(row: UInt32, text: String)], ofFile index: Int) throws {
        guard !texts.isEmpty else { return }
        try content.withLock { content in
            var bytes: [UInt8] = []
            for (row, text) in texts {
                guard let place = place(of: RowOrigin(file: index, row: row)) else { continue }
                let count = text.utf8.count
                content.places[place] = Place(offset: content.end + bytes.count, count: Int32(count))
                bytes.append(contentsOf: text.utf8)
            }
            try file.write(bytes.span)
            content.end += bytes.count
        }
    }

    /// The text of a row; `nil` for one that is not wanted.
    func text(of row: RowOrigin) throws -> String? {
        guard let place = place(of: row) else { return nil }
        let found = content.withLock { $0.places[place] }
        guard found.count >= 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(found.count))
        try file.readWhole(into: &bytes, at: found.offset)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The place of a row among those that are wanted.
    private func place(of row: RowOrigin) -> Int? {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle] < row { low = middle + 1 } else { high = middle }
        }
        return low < rows.count && rows[low] == row ? low : nil
    }
}
