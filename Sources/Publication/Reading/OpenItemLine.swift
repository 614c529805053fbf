package import Records

/// A line of `open-items.jsonl.gz` or `cleared-items.jsonl.gz`, as it stands there.
package struct OpenItemLine: Sendable {
    /// The file that it stands in.
    package let file: String
    /// Its number in the file, from 1.
    package let row: Int
    private let columns: [TextColumn?]
    private let index: Int

    init(file: String, row: Int, columns: [TextColumn?], index: Int) {
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
