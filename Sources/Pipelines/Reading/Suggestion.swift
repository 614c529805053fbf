/// Finds the word that was probably meant.
package enum Suggestion {
    /// The nearest of some words, as `; did you mean "columns"?`, or nothing when none is near.
    package static func text(for word: String, among words: [String]) -> String {
        nearest(to: word, among: words).map { "; did you mean \"\($0)\"?" } ?? ""
    }

    /// The nearest of some words; `nil` when none is near.
    package static func nearest(to word: String, among words: [String]) -> String? {
        let ranked = words.map { (distance(Array(word), Array($0)), $0) }.sorted { $0 < $1 }
        guard let (distance, nearest) = ranked.first, distance <= max(1, word.count / 3) else { return nil }
        return nearest
    }

    /// How many letters must be put in, left out, changed or exchanged with their neighbour to make one word of another.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var rows = [Array(0...right.count)]
        for (i, letter) in left.enumerated() {
            var row = [i + 1]
            for (j, other) in right.enumerated() {
                var cost = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (letter == other ? 0 : 1))
                if i > 0, j > 0, letter == right[j - 1], left[i - 1] == other {
                    cost = min(cost, rows[i - 1][j - 1] + 1)
                }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}
