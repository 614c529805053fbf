package import StreamOneIon

/// Orders invoices from the service, once, when a gate holds.
package struct Generate: Sendable {
    /// A leg that must have so many breaks.
    package struct Condition: Sendable, Hashable {
        /// The reconcile stage.
        package let leg: String
        /// How many breaks it must have.
        package let breaks: Int
    }

    /// What is ordered.
    package let order: InvoiceGeneration
    /// The gate, as it stands in the file.
    package let when: String
    /// How long is waited for the invoices to stand in the service's lists.
    package let wait: Duration

    /// What the text of a gate asks for: `tie_out.breaks == 0 and line_tie.breaks == 0`; `nil` when it is something
    /// else.
    package static func conditions(of text: String) -> [Condition]? {
        let words = text.split(separator: " ").map(String.init)
        let terms = words.split(separator: "and", omittingEmptySubsequences: false).map(Array.init)
        let conditions = terms.compactMap { term -> Condition? in
            guard term.count == 3, term[1] == "==", let breaks = Int(term[2]), breaks >= 0,
                term[0].hasSuffix(".breaks")
            else { return nil }
            return Condition(leg: String(term[0].dropLast(".breaks".count)), breaks: breaks)
        }
        return conditions.count == terms.count ? conditions : nil
    }
}
