internal import Formats
package import Records

/// A member of the lines of `open-items.jsonl.gz` and `cleared-items.jsonl.gz`; only the latter have the last two.
package enum OpenItemMember: String, Sendable, CaseIterable {
    case item, leg, period, code, subscription, sku, customer, provider, invoice
    case chargedFrom = "charged_from"
    case currency, amount
    case expectedCurrency = "expected_currency"
    case expectedAmount = "expected_amount"
    case status, carried, note
    case ending
    case takenBackBy = "taken_back_by"
}

/// A line of `open-items.jsonl.gz` or `cleared-items.jsonl.gz`, as it stands there.
package struct OpenItemLine: Sendable {
    /// The file that it stands in.
    package let file: String
    /// Its number in the file, from 1.
    package let row: Int
    private let columns: [TextColumn?]
    private let index: Int

    fileprivate init(file: String, row: Int, columns: [TextColumn?], index: Int) {
        self.file = file
        self.row = row
        self.columns = columns
        self.index = index
    }

    /// The text of a member; empty where the line has none.
    package func text(_ member: OpenItemMember) -> String {
        let place = OpenItemMember.allCases.firstIndex(of: member)
        return place.flatMap { columns[$0] }?.string(index) ?? ""
    }

    /// The number in a member; `nil` where there is none.
    ///
    /// - Throws: ``SetFault`` when what stands there is none.
    package func decimal(_ member: OpenItemMember) throws(SetFault) -> ExactDecimal? {
        let text = text(member)
        guard !text.isEmpty else { return nil }
        guard let number = try? ExactDecimal(parsing: text) else { throw fault(member, "is no number", found: text) }
        return number
    }

    /// The currency in a member; `nil` where there is none.
    ///
    /// - Throws: ``SetFault`` when what stands there is none.
    package func currency(_ member: OpenItemMember) throws(SetFault) -> Currency? {
        let text = text(member)
        guard !text.isEmpty else { return nil }
        guard let currency = Currency(text) else { throw fault(member, "is no currency", found: text) }
        return currency
    }

    /// A fault of this line.
    package func fault(
        _ member: OpenItemMember, _ reason: String, expected: String? = nil, found: String? = nil
    ) -> SetFault {
        SetFault(file: file, row: row, column: member.rawValue, reason, expected: expected, found: found)
    }
}

/// Reads open items line by line.
package struct OpenItemReader: ~Copyable {
    /// The file of what is open.
    package static let openItems = "open-items.jsonl.gz"
    /// The file of what was open and is no more.
    package static let clearedItems = "cleared-items.jsonl.gz"

    private var table: SetTable
    private var columns: [TextColumn?] = []
    private var count = 0
    private var taken = 0
    private var row = 0

    /// The lines of a file with one JSON object a line.
    ///
    /// - Throws: `StreamingError` when there is no such file.
    package init(_ name: String, in directory: String) throws {
        table = try SetTable(
            name, in: directory,
            columns: OpenItemMember.allCases.map {
                ColumnMapping(column: Column(name: $0.rawValue, type: .text), source: $0.rawValue, isOptional: true)
            })
    }

    /// The next line; `nil` behind the last.
    ///
    /// - Throws: As ``SetTable/next()``.
    package mutating func nextLine() throws -> OpenItemLine? {
        while taken == count {
            guard let batch = try table.next() else { return nil }
            columns = batch.columns.map { if case .text(let values) = $0 { values } else { nil } }
            (count, taken) = (batch.count, 0)
        }
        defer { taken += 1 }
        row += 1
        return OpenItemLine(file: table.name, row: row, columns: columns, index: taken)
    }
}

extension PublishedSet {
    /// What the manifest says of the set's open items, once it is sure that they are those that were published.
    ///
    /// - Throws: ``SetFault`` when the manifest or the file was changed, or the set has no open items.
    package func openItems() throws -> ManifestEntry {
        let name = OpenItemReader.openItems
        guard let entry = manifest.outputs.first(where: { $0.name == name }) else {
            throw SetFault(file: Manifest.fileName, column: "outputs", "does not name \(name): nothing was reconciled")
        }
        if let fault = Manifest.faultOfSeal(in: try Self.manifestText(in: directory)) { throw fault }
        let check = FileVerification(directory: directory, manifest: manifest).check(of: entry)
        if let fault = check.faults.first { throw fault }
        return entry
    }
}
