import Publication

/// What is to be explained: the value of a key, or a row of a source.
struct ExplanationKey {
    /// The columns of the tables, and of the sources, that hold keys which can be asked for.
    static let columns: [OutcomeColumn] = [.subscription, .customer, .invoice, .sku]

    /// What was asked for, as it was written.
    let text: String
    /// The row that is meant, where the text can mean one.
    let row: PlacedRow?

    /// A row of a source.
    struct PlacedRow: Hashable {
        /// The source's file.
        let file: String
        /// The row's number in it, from 1.
        let number: Int
    }

    /// What a text means in a set. A file may be named without the directories before its name.
    init(_ text: String, in summary: PublishedSummary) {
        self.text = text
        row = Self.row(text, among: Set(summary.sources.flatMap(\.files)))
    }

    private static func row(_ text: String, among files: Set<String>) -> PlacedRow? {
        guard let colon = text.lastIndex(of: ":"), let number = Int(text[text.index(after: colon)...]), number > 0
        else { return nil }
        let name = String(text[..<colon])
        if files.contains(name) { return PlacedRow(file: name, number: number) }
        let named = files.filter { $0.hasSuffix("/" + name) }
        return named.count == 1 ? named.first.map { PlacedRow(file: $0, number: number) } : nil
    }
}

/// The rows of the sources that a key stands for.
struct TouchedRows {
    /// Of each parse stage, for each of its files, the rows' numbers in their order.
    private var numbers: [String: [[Int]]] = [:]
    private let names: [String: RowPlaces.FileNames]

    /// No rows yet.
    init(in summary: PublishedSummary) {
        names = Dictionary(summary.sources.map { ($0.stage, RowPlaces.FileNames($0.files)) }) { first, _ in first }
        for source in summary.sources { numbers[source.stage] = Array(repeating: [], count: source.files.count) }
    }

    /// Adds rows of a stage's file, in their order.
    mutating func add(_ rows: [Int], of file: String, stage: String) {
        guard let index = names[stage]?.index(of: file) else { return }
        numbers[stage]?[index] += rows
    }

    /// Whether places of a stage have one of the rows among them.
    func intersect(_ places: ArraySlice<UInt8>, of stage: String) -> Bool {
        guard let names = names[stage], numbers[stage]?.contains(where: { !$0.isEmpty }) == true else { return false }
        return RowPlaces(places, of: names).runs.contains { !numbers(in: $0, of: stage, limit: 1).isEmpty }
    }

    /// The numbers of the first rows that lie in a run of a stage's rows.
    func numbers(in run: RowPlaces.Run, of stage: String, limit: Int) -> [Int] {
        guard let numbers = numbers[stage]?[run.file] else { return [] }
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < run.rows.lowerBound { low = middle + 1 } else { high = middle }
        }
        return Array(numbers[low...].prefix { $0 <= run.rows.upperBound }.prefix(limit))
    }
}
