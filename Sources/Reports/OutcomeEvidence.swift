package import Reconciliation

/// Where the rows of a leg come from, and the text of those that are shown.
package struct OutcomeEvidence: Sendable {
    /// One side of a leg.
    package struct Side: Sendable {
        /// The names of the files, in their order.
        package let files: [String]
        /// A row's text, as the files have it; `nil` for a row that is not shown.
        private let text: @Sendable (RowOrigin) throws -> String?

        /// A side from its parts.
        package init(files: [String], text: @escaping @Sendable (RowOrigin) throws -> String?) {
            self.files = files
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
    /// The places of rows in short: `report.csv:17-19,23`. Several files are parted by blanks.
    ///
    /// - Parameter rows: In their order by file and row.
    func places(of rows: [RowOrigin]) -> [UInt8] {
        var text: [UInt8] = []
        var next = rows.startIndex
        while next < rows.endIndex {
            let first = rows[next]
            let isNewFile = next == rows.startIndex || rows[next - 1].file != first.file
            var last = first
            next += 1
            while next < rows.endIndex, rows[next].file == first.file, rows[next].row == last.row + 1 {
                last = rows[next]
                next += 1
            }
            if isNewFile, !text.isEmpty { text.append(UInt8(ascii: " ")) }
            if isNewFile { text.append(contentsOf: files[Int(first.file)].utf8) }
            text.append(UInt8(ascii: isNewFile ? ":" : ","))
            Self.append(first.row, to: &text)
            guard last != first else { continue }
            text.append(UInt8(ascii: "-"))
            Self.append(last.row, to: &text)
        }
        return text
    }

    private static func append(_ number: UInt32, to text: inout [UInt8]) {
        let start = text.count
        var rest = number
        repeat {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        text[start...].reverse()
    }
}
