import Publication

/// The rows behind some outcomes, read again, each file once.
struct EvidenceCollection {
    /// One side of an outcome.
    struct Side {
        /// The parse stage that it comes from.
        let stage: String
        /// How many rows it has.
        let count: Int
        /// Those that are shown.
        let shown: [ExplanationKey.PlacedRow]
        /// Those that are added up; none where there are very many.
        let added: [ExplanationKey.PlacedRow]

        /// Whether all rows are added up.
        var isWhole: Bool { added.count == count }
    }

    /// A side with more rows than this is not added up again, and only its first rows are read.
    private static let addedOfSide = 1_000
    /// So many rows of a side are shown.
    private static let shownOfSide = 12

    private var rows: [String: [String: [Int: EvidenceRow]]] = [:]
    /// Why some rows could not be read, each reason once.
    private(set) var troubles: [String] = []
    private let summary: PublishedSummary
    private let touched: TouchedRows

    /// Reads the rows of outcomes.
    ///
    /// - Parameters:
    ///   - touched: The rows that were asked for: they are shown wherever they stand.
    ///   - reader: Where they come from, if anywhere.
    init(
        _ outcomes: [OutcomeRow], in summary: PublishedSummary, _ touched: TouchedRows,
        _ reader: EvidenceReader?
    ) async {
        self.summary = summary
        self.touched = touched
        guard let reader else { return }
        var wanted: [String: [String: Set<Int>]] = [:]
        for side in outcomes.flatMap({ sides(of: $0) }) {
            for place in side.shown + side.added {
                wanted[side.stage, default: [:]][place.file, default: []].insert(place.number)
            }
        }
        for (stage, files) in wanted.sorted(by: { $0.key < $1.key }) {
            for (file, numbers) in files.sorted(by: { $0.key < $1.key }) {
                do {
                    rows[stage, default: [:]][file] = try await reader.rows(numbers, of: file, stage: stage)
                } catch {
                    let message = RunFailure(error).message
                    if !troubles.contains(message) { troubles.append(message) }
                }
            }
        }
    }

    /// The charges' side and the entitlements' side of an outcome.
    func sides(of outcome: OutcomeRow) -> [Side] {
        guard let leg = summary.legs.first(where: { $0.name == outcome.text(.leg) }) else { return [] }
        return [(leg.billedSource, OutcomeColumn.chargeRows), (leg.expectedSource, .entitlementRows)].map {
            side(outcome.bytes($0.1), stage: $0.0, files: summary.source($0.0)?.files ?? [])
        }
    }

    private func side(_ places: ArraySlice<UInt8>, stage: String, files: [String]) -> Side {
        let runs = RowPlaces(places, of: RowPlaces.FileNames(files)).runs
        let count = runs.reduce(0) { $0 + $1.rows.count }
        let all = runs.lazy.flatMap { run in
            run.rows.lazy.map { ExplanationKey.PlacedRow(file: files[run.file], number: $0) }
        }
        var shown = Array(all.prefix(Self.shownOfSide))
        if count > shown.count {
            // Of many rows, those that were asked for.
            let asked = runs.lazy.flatMap { run in
                touched.numbers(in: run, of: stage, limit: Self.shownOfSide).map {
                    ExplanationKey.PlacedRow(file: files[run.file], number: $0)
                }
            }
            let first = Array(asked.prefix(Self.shownOfSide))
            if !first.isEmpty { shown = first }
        }
        return Side(
            stage: stage, count: count, shown: shown, added: count > Self.addedOfSide ? [] : Array(all))
    }

    /// The rows of a side that are added up; `nil` when they are not all there.
    func addedRows(of side: Side) -> [EvidenceRow]? {
        let rows = rows(side.added, of: side)
        return side.isWhole && rows.count == side.count ? rows : nil
    }

    /// The rows of a side that are shown, as far as they could be read.
    func shownRows(of side: Side) -> [EvidenceRow] { rows(side.shown, of: side) }

    private func rows(_ places: [ExplanationKey.PlacedRow], of side: Side) -> [EvidenceRow] {
        places.compactMap { rows[side.stage]?[$0.file]?[$0.number] }
    }
}
