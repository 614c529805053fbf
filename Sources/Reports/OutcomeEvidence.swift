package import Reconciliation

/// Where the rows of a leg come from, and the text of those that are shown.
package struct OutcomeEvidence: Sendable {
    /// One side of a leg.
    package struct Side: Sendable {
        /// The names of the files, in their order, as UTF-8: every row of a table has one of them.
        fileprivate let files: [[UInt8]]
        /// A row's text, as the files have it; `nil` for a row that is not shown.
        private let text: @Sendable (RowOrigin) throws -> String?

        /// A side from its parts.
        package init(files: [String], text: @escaping @Sendable (RowOrigin) throws -> String?) {
            self.files = files.map { Array($0.utf8) }
            self.text = text
        }

        /// The rows as their files have them, one below the other. Of very many only the first were read again.
        func text(of rows: [RowOrigin]) throws -> String {
            let shown = try rows.compactMap(text)
            let rest = shown.isEmpty ? 0 : rows.count - shown.count
            return (shown + (rest > 0 ? ["… and \(grouped(rest)) more"] : [])).joined(separator: "\n")
        }
    }

    /// The charges.
    package let charges: Side
    /// The entitlements.
    package let entitlements: Side

    /// Evidence from its sides.
    package init(charges: Side, entitlements: Side) {
        self.charges = charges
        self.entitlements = entitlements
    }
}

extension OutcomeEvidence.Side {
    /// Appends the places of rows in short: `report.csv:17-19,23`. Several files are parted by blanks.
    ///
    /// - Parameter rows: In their order by file and row.
    func appendPlaces(of rows: [RowOrigin], to text: inout [UInt8]) {
        var next = rows.startIndex
        while next < rows.endIndex {
            let (place, first) = (next, rows[next])
            let isNewFile = place == rows.startIndex || rows[place - 1].file != first.file
            var last = first
            next += 1
            while next < rows.endIndex, rows[next].file == first.file, rows[next].row == last.row + 1 {
                last = rows[next]
                next += 1
            }
            if isNewFile, place > rows.startIndex { text.append(UInt8(ascii: " ")) }
            if isNewFile { text.append(contentsOf: files[Int(first.file)]) }
            text.append(UInt8(ascii: isNewFile ? ":" : ","))
            text.append(digitsOf: first.row)
            guard last.row != first.row else { continue }
            text.append(UInt8(ascii: "-"))
            text.append(digitsOf: last.row)
        }
    }
}

extension [UInt8] {
    /// Appends a number's digits.
    fileprivate mutating func append(digitsOf number: UInt32) {
        var digits = InlineArray<10, UInt8>(repeating: 0)
        var (start, rest) = (digits.count, number)
        repeat {
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        // An array takes the bytes of a span at once only through a buffer.
        unsafe digits.span.extracting(start...).withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
