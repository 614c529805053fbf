internal import Formats
internal import Streaming

/// Where each invoice stands in its file, with all of it but its lines. Those stay on the disk.
struct InvoiceIndex: Sendable {
    /// An invoice.
    struct Entry: LegacyObject {
        /// Its bytes in the file; `nil` when it is in memory only.
        let range: Range<Int>?
        /// The bytes of its list of lines in the file.
        let lines: Range<Int>?
        /// The invoice; in place of its lines it has an empty list.
        let head: JSONValue
        /// What makes the lines of an invoice that stands in no file; `nil` when it has none.
        var generatedLines: SyntheticInvoices.Lines?

        /// The text of a member that is a single value; `nil` when there is none.
        func value(_ field: String) -> String? {
            switch head[field] {
            case .string(let text), .number(let text): text
            case .boolean(let value): value ? "true" : "false"
            default: nil
            }
        }
    }

    /// The file; `nil` when the account has no invoices.
    let file: File?
    /// The invoices, in the order of the file.
    private(set) var entries: [Entry] = []
    /// The members that can be filtered and sorted by.
    private(set) var fields: Set<String> = []

    /// The invoices of a synthetic month.
    init(_ month: SyntheticMonth) {
        file = nil
        entries = SyntheticInvoices.entries(of: month)
        fields = GeneratedInvoices.fields
    }

    /// Reads through a file once; there may be none.
    init(path: String) throws(SandboxError) {
        guard Directory.exists(path) else {
            file = nil
            return
        }
        let file = try Fixtures.open(path)
        self.file = file
        var scanner = InvoiceScanner()
        var buffer = [UInt8](repeating: 0, count: Fixtures.chunkSize)
        var offset = 0
        while case let count = try file.fixtureRead(into: &buffer, at: offset), count > 0 {
            if offset == 0 { try Self.check(buffer.prefix(count), path) }
            for found in scanner.read(buffer.span.extracting(first: count)) { try take(found, path) }
            offset += count
        }
        guard scanner.depth == 0, offset > 0 else {
            throw SandboxError(code: .fixture, message: "\(path) is empty or cut off")
        }
    }

    /// The scanner counts brackets only; this makes sure that they are the right ones.
    private static func check(_ start: ArraySlice<UInt8>, _ path: String) throws(SandboxError) {
        let expected = Array(#"{"data":{"invoice":["#.utf8)
        guard start.lazy.filter({ $0 > 0x20 }).starts(with: expected) else {
            throw SandboxError(code: .fixture, message: #"\#(path) must be {"data":{"invoice":[…]}}"#)
        }
    }

    private mutating func take(_ found: InvoiceScanner.Found, _ path: String) throws(SandboxError) {
        let head = try Fixtures.json(found.head, path: path)
        let entry = Entry(range: found.range, lines: found.lines, head: head)
        entries.append(entry)
        guard case .object(let members) = head else { return }
        for member in members where entry.value(member.name) != nil { fields.insert(member.name) }
    }
}
