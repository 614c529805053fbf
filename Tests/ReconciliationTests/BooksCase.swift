import Reconciliation
import Testing

/// Some books and what must become of them.
struct BooksCase: Sendable, CustomTestStringConvertible {
    let name: String
    let books: Books
    let outcomes: [String]

    init(_ name: String, _ books: Books, gives outcomes: String...) {
        self.name = name
        self.books = books
        self.outcomes = outcomes
    }

    var testDescription: String { name }

    /// Expects exactly these outcomes, and that every identity holds.
    func check() throws {
        let result = try books.reconciled()
        #expect(result.lines == outcomes, "\(name)")
        #expect(result.identities.filter { !$0.holds } == [], "\(name)")
    }
}
