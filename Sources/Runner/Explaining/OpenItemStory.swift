import Publication
import Reconciliation
import Records

/// What a set's open items, and those that have ended, say of a key.
struct OpenItemStory {
    /// So many items are told.
    private static let told = 20

    /// The story, in lines; empty where no item is about the key.
    private(set) var lines: [String] = []
    private var count = 0

    /// Looks through a set's items for one of this name, and for those with this subscription, customer, invoice or SKU.
    ///
    /// - Throws: `SetFault` or `StreamingError` when they cannot be read.
    init(_ key: ExplanationKey, in set: PublishedSet) throws {
        guard set.summary.hasBooks, key.row == nil else { return }
        let files = [OpenItemReader.openItems, OpenItemReader.clearedItems]
        for name in files where set.manifest.outputs.contains(where: { $0.name == name }) {
            var reader = try OpenItemReader(name, in: set.directory)
            while let line = try reader.nextLine() {
                if Self.members.contains(where: { line.text($0) == key.text }) { try add(line) }
            }
        }
        guard count > 0 else { return }
        if count > Self.told { lines.append("  and \(count - Self.told) more") }
        lines.insert("\(count == 1 ? "1 open item" : "\(count) open items"), with those that have ended:", at: 0)
    }

    private static let members: [OpenItemMember] = [.item, .subscription, .customer, .invoice, .sku]

    private mutating func add(_ line: OpenItemLine) throws {
        count += 1
        guard lines.count < Self.told else { return }
        let code = OutcomeCode(rawValue: line.text(.code)).map { "\($0.rawValue) \($0.name)" } ?? line.text(.code)
        let amount = try Self.money(line, .amount, .currency) ?? ""
        let expected = try Self.money(line, .expectedAmount, .expectedCurrency).map { ", against \($0)" } ?? ""
        lines.append(
            "  \(line.text(.item)): \(line.text(.leg)) \(code) of \(line.text(.period)), \(amount)\(expected): "
                + Self.standing(of: line))
    }

    private static func money(
        _ line: OpenItemLine, _ amount: OpenItemMember, _ currency: OpenItemMember
    ) throws(SetFault) -> String? {
        guard let currency = try line.currency(currency), let amount = try line.decimal(amount) else { return nil }
        return "\(amount.text(minimumFractionDigits: currency.minorUnitDigits)) \(currency)"
    }

    /// Whether it is open, and what ended it.
    private static func standing(of line: OpenItemLine) -> String {
        let note = line.text(.note).isEmpty ? "" : " (\(line.text(.note)))"
        switch line.text(.ending) {
        case "": break
        case "taken-back": return "taken back by \(line.text(.takenBackBy))"
        case let ending: return "\(ending.replacing("-", with: " "))\(note)"
        }
        let times = line.text(.carried)
        let carried = times == "0" ? "" : ", carried over \(times == "1" ? "once" : "\(times) times")"
        switch OpenItem.Status(rawValue: line.text(.status)) {
        case .disputed: return "disputed\(note)\(carried)"
        case .creditExpected: return "a credit is expected\(note)\(carried)"
        case .new, .carried, nil: return "open\(carried)"
        }
    }
}
