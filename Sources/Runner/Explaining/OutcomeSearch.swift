import Pipelines
import Publication

/// Looks through a set's tables for the outcomes that a key touches.
struct OutcomeSearch {
    /// So many outcomes are told in full; the rest in a line each.
    static let toldInFull = 20

    /// The outcomes to be told in full: those that name the key, breaks first, then those that have it in a row only.
    var outcomes: [OutcomeRow] { Array((named + touching).prefix(Self.toldInFull)) }
    /// The rest, in short.
    var others: [String] { (named + touching).dropFirst(Self.toldInFull).map(Self.line) + rest }
    /// How many outcomes there are.
    var count: Int { named.count + touching.count + rest.count }

    private var named: [OutcomeRow] = []
    private var touching: [OutcomeRow] = []
    private var rest: [String] = []
    /// Keys that are written nearly as the one that was asked for.
    private var near: Set<String> = []
    private let key: ExplanationKey
    private let wanted: [UInt8]
    private let touched: TouchedRows
    private let legs: [String: PublishedSummary.Leg]

    /// Reads both tables.
    ///
    /// - Parameter touched: The rows that the key stands for, as far as they are known.
    init(_ key: ExplanationKey, _ touched: TouchedRows, in set: PublishedSet) throws {
        self.key = key
        self.touched = touched
        wanted = Array(key.text.utf8)
        legs = Dictionary(set.summary.legs.map { ($0.name, $0) }) { first, _ in first }
        guard set.summary.hasBooks else { return }
        for name in ["breaks.csv.gz", "matches.csv.gz"] {
            var reader = try OutcomeReader(name, in: set.directory)
            while let row = try reader.nextRow() { take(row) }
        }
    }

    private mutating func take(_ row: OutcomeRow) {
        if ExplanationKey.columns.contains(where: { !row.isEmpty($0) && row.bytes($0).elementsEqual(wanted) }) {
            Self.add(row, to: &named, &rest)
        } else if touches(row) {
            Self.add(row, to: &touching, &rest)
        } else if count == 0, key.row == nil {
            noteNear(row)
        }
    }

    private static func add(_ row: OutcomeRow, to list: inout [OutcomeRow], _ rest: inout [String]) {
        if list.count < toldInFull { list.append(row) } else { rest.append(line(row)) }
    }

    /// Whether an outcome has one of the key's rows: where several subscriptions are in question, it names none.
    private func touches(_ row: OutcomeRow) -> Bool {
        guard let leg = legs[row.text(.leg)] else { return false }
        return touched.intersect(row.bytes(.chargeRows), of: leg.billedSource)
            || touched.intersect(row.bytes(.entitlementRows), of: leg.expectedSource)
    }

    /// An outcome in a line.
    private static func line(_ row: OutcomeRow) -> String {
        let keys = ExplanationKey.columns.filter { !row.isEmpty($0) }.map { "\($0.heading) \(row.text($0))" }
        return "\(row.text(.leg)): \(row.text(.code)) \(row.text(.outcome)), \(keys.joined(separator: ", ")) "
            + "(\(row.file), row \(row.row))"
    }

    // MARK: - Suggestions

    /// Only what begins or ends alike can have been meant, and is kept to be looked at closely.
    private mutating func noteNear(_ row: OutcomeRow) {
        let edge = min(4, (wanted.count + 1) / 2)
        for column in ExplanationKey.columns {
            let bytes = row.bytes(column)
            guard !bytes.isEmpty, abs(bytes.count - wanted.count) <= max(1, wanted.count / 3) else { continue }
            guard
                bytes.prefix(edge).elementsEqual(wanted.prefix(edge))
                    || bytes.suffix(edge).elementsEqual(wanted.suffix(edge))
            else { continue }
            near.insert(row.text(column))
        }
    }

    /// What may have been meant: `; did you mean "…"?`, or nothing.
    var suggestion: String { Suggestion.text(for: key.text, among: Array(near)) }
}
