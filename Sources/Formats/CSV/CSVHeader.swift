import Records

/// A header line, and where in it the columns stand that the plan uses.
struct CSVHeader {
    /// The mappings that were resolved; all columns as text when the plan names none.
    let mappings: [ColumnMapping]
    /// For each mapping the place of its field in a record, from 0.
    let sources: [Int]
    /// For each mapping the currency that its heading carries, when the mapping stands for that currency.
    let currencies: [Currency?]
    /// How many headings there are.
    let width: Int

    /// Finds the mapped columns among the headings.
    ///
    /// - Throws: Code ``FormatError/Code/unknownColumn`` when a heading is missing, `malformed` when one that is used
    ///   stands there twice.
    init(headings: [String], mappings: [ColumnMapping]?) throws(FormatError) {
        width = headings.count
        let wanted = mappings ?? headings.map { ColumnMapping(text: $0) }
        var sources: [Int] = []
        for mapping in wanted { sources.append(try Self.place(of: mapping, in: headings)) }
        self.mappings = wanted
        self.sources = sources
        self.currencies = zip(wanted, sources).map { mapping, place in
            guard mapping.column.type == .currency, let stem = mapping.headingBeforeCurrency else { return nil }
            return Self.currency(of: headings[place], stem: stem)
        }
    }

    private static func place(of mapping: ColumnMapping, in headings: [String]) throws(FormatError) -> Int {
        let places = headings.indices.filter { matches(headings[$0], mapping) }
        guard places.count <= 1 else {
            throw FormatError(code: .malformed, message: "the heading \"\(mapping.source)\" stands there twice")
        }
        guard let place = places.first else { throw unknown(mapping.source, among: headings) }
        return place
    }

    private static func matches(_ heading: String, _ mapping: ColumnMapping) -> Bool {
        guard let stem = mapping.headingBeforeCurrency else { return Array(heading.utf8) == Array(mapping.source.utf8) }
        return currency(of: heading, stem: stem) != nil
    }

    /// The currency that a heading such as `Seller Cost (SEK)` carries behind its stem.
    private static func currency(of heading: String, stem: String) -> Currency? {
        guard heading.hasPrefix(stem + " ("), heading.hasSuffix(")") else { return nil }
        return Currency(String(heading.dropFirst(stem.count + 2).dropLast()))
    }

    private static func unknown(_ source: String, among headings: [String]) -> FormatError {
        let shown = headings.prefix(60).map { $0.utf8.count > 80 ? "\"\($0.prefix(80))…\"" : "\"\($0)\"" }
        let list = shown.joined(separator: ", ") + (headings.count > 60 ? " and \(headings.count - 60) more" : "")
        return FormatError(code: .unknownColumn, message: "there is no column \"\(source)\"; the file has \(list)")
    }

    /// What is wrong with a record of so many fields.
    func faultOfWidth(_ count: Int) -> String? {
        guard count != width else { return nil }
        return "has \(count) \(count == 1 ? "field" : "fields") where the header line has \(width)"
    }
}

extension ColumnMapping {
    /// A column taken over as text under its own heading.
    fileprivate init(text heading: String) {
        self.init(column: Column(name: heading, type: .text), source: heading, isOptional: true)
    }
}
