/// A table in plain text, its columns as wide as they must be.
struct TextTable {
    private enum Line {
        case row([String])
        case rule
    }

    private let rightAligned: Set<Int>
    private var content: [Line]

    /// A table with its headings.
    ///
    /// - Parameter rightAligned: The columns, from 0, whose values end at the right.
    init(headings: [String], rightAligned: Set<Int>) {
        self.rightAligned = rightAligned
        content = [.row(headings)]
    }

    /// Adds a row, a value a column.
    mutating func row(_ values: [String]) { content.append(.row(values)) }

    /// Adds a line across.
    mutating func rule() { content.append(.rule) }

    /// The table's lines.
    func lines(indentedBy indentation: Int) -> [String] {
        let rows = content.compactMap { if case .row(let values) = $0 { values } else { nil } }
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let margin = String(repeating: " ", count: indentation)
        return content.map { line in
            switch line {
            case .rule: margin + String(repeating: "-", count: widths.reduce(0, +) + 2 * (widths.count - 1))
            case .row(let values): margin + text(of: values, widths)
            }
        }
    }

    private func text(of values: [String], _ widths: [Int]) -> String {
        let cells = values.indices.map { column in
            let blanks = String(repeating: " ", count: widths[column] - values[column].count)
            return rightAligned.contains(column) ? blanks + values[column] : values[column] + blanks
        }
        let line = cells.joined(separator: "  ")
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}
