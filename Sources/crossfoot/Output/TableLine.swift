/// A line of a table for people.
enum TableLine {
    /// The cells, filled up to the widths but for the last.
    static func text(_ cells: [String], widths: [Int]) -> String {
        let padded = cells.enumerated().map { column, cell in
            let isLast = column == cells.count - 1
            return cell + String(repeating: " ", count: isLast ? 0 : max(0, widths[column] - cell.count))
        }
        return padded.joined(separator: "  ") + "\n"
    }
}
