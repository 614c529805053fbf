/// The places of rows, as the tables of outcomes have them: `report.json:17-19,23`, several files parted by blanks.
package struct RowPlaces: Sendable {
    private let text: [UInt8]
    private let indexOfName: [ArraySlice<UInt8>: Int]

    /// Rows of one file that follow each other.
    package struct Run: Sendable, Hashable {
        /// The file's place among those of the source, from 0.
        package let file: Int
        /// The rows' numbers, from 1.
        package let rows: ClosedRange<Int>

        /// A run from its parts.
        package init(file: Int, rows: ClosedRange<Int>) {
            self.file = file
            self.rows = rows
        }
    }

    /// The places in a text.
    ///
    /// - Parameter files: The files that can be meant.
    package init(_ text: ArraySlice<UInt8>, of files: FileNames) {
        self.text = Array(text)
        indexOfName = files.indexOfName
    }

    /// Names of files, for looking places up in them.
    package struct FileNames: Sendable {
        fileprivate let indexOfName: [ArraySlice<UInt8>: Int]

        /// The names of a source's files, in their order.
        package init(_ names: [String]) {
            indexOfName = Dictionary(names.enumerated().map { (Array($0.element.utf8)[...], $0.offset) }) { first, _ in
                first
            }
        }

        /// The place of a file among them, from 0.
        package func index(of name: String) -> Int? { indexOfName[Array(name.utf8)[...]] }
    }

    /// Hands the runs on, in the order of the text.
    ///
    /// - Returns: What of the text is no place, or names a file that the source does not have; `nil` when all is well.
    package func forEach(_ body: (Run) -> Void) -> String? {
        var place = 0
        while place < text.count {
            guard let (file, rowsStart) = fileName(from: place) else { return rest(from: place) }
            place = rowsStart
            while true {
                guard let first = number(at: &place) else { return rest(from: place) }
                var last = first
                if place < text.count, text[place] == UInt8(ascii: "-") {
                    place += 1
                    guard let number = number(at: &place), number > first else { return rest(from: place) }
                    last = number
                }
                body(Run(file: file, rows: first...last))
                guard place < text.count else { return nil }
                let isNextFile = text[place] == UInt8(ascii: " ")
                guard isNextFile || text[place] == UInt8(ascii: ",") else { return rest(from: place) }
                place += 1
                if isNextFile { break }
            }
            if place == text.count { return rest(from: place) }
        }
        return nil
    }

    /// The runs, as far as the text can be read.
    package var runs: [Run] {
        var runs: [Run] = []
        _ = forEach { runs.append($0) }
        return runs
    }

    /// The file whose name begins at a place, and where its rows begin. Names may have colons and blanks in them.
    private func fileName(from start: Int) -> (file: Int, rowsStart: Int)? {
        for end in start..<text.count where text[end] == UInt8(ascii: ":") {
            if let file = indexOfName[text[start..<end]] { return (file, end + 1) }
        }
        return nil
    }

    /// The number at a place: digits, the first of them not nought.
    private func number(at place: inout Int) -> Int? {
        let start = place
        var number = 0
        while place < text.count, case let digit = text[place] &- UInt8(ascii: "0"), digit <= 9 {
            guard place - start < 10, place > start || digit > 0 else { return nil }
            number = number * 10 + Int(digit)
            place += 1
        }
        return place > start ? number : nil
    }

    private func rest(from place: Int) -> String {
        String(decoding: text[min(place, text.count)...].prefix(80), as: UTF8.self)
    }
}
