internal import Formats
internal import Streaming

/// Where each subscription stands in its file, with what can be filtered by. The items themselves stay on the disk.
struct SubscriptionIndex: Sendable {
    /// A condition that an item meets; `nil` admits all.
    struct Filter: Sendable {
        /// The status, in any case.
        var status: String?
        /// The customer.
        var customerID: String?
    }

    private struct Entry {
        let offset: Int
        let length: Int
        /// The places in the vocabulary of what the item says.
        let status: Int
        let customerID: Int
    }

    private let file: File
    private var entries: [Entry] = []
    /// Every text that can be filtered by, once.
    private var vocabulary: [String: Int] = [:]

    /// Reads through a file `{"items": […]}` once.
    init(path: String) throws(SandboxError) {
        file = try Fixtures.open(path)
        var locator = JSONItemLocator(member: "items", fields: ["subscriptionStatus", "customerId"])
        var located: [Entry] = []
        var words: [String: Int] = [:]
        try file.forEachChunk { (chunk) throws(FormatError) in
            for item in try locator.read(chunk) {
                let status = words.place(of: item.values[0]?.lowercased() ?? "")
                let customerID = words.place(of: item.values[1] ?? "")
                let range = item.byteRange
                located.append(
                    Entry(offset: range.lowerBound, length: range.count, status: status, customerID: customerID))
            }
        }
        do throws(FormatError) {
            try locator.finish()
        } catch {
            throw SandboxError(code: .fixture, message: "\(path): \(error)")
        }
        entries = located
        vocabulary = words
    }

    /// The bytes of the items that a page shows, as they stand in the file, and how many there are on all pages.
    func page(
        offset: Int, limit: Int, filter: Filter, paging: Request.Paging
    ) throws(SandboxError) -> (items: [[UInt8]], totalSize: Int) {
        let found = entries(meeting: filter)
        var items: [[UInt8]] = []
        for entry in paging.page(of: found, offset: offset, limit: limit) { items.append(try bytes(of: entry)) }
        return (items, found.count)
    }

    private func entries(meeting filter: Filter) -> [Entry] {
        // A text that no item has stands nowhere in the vocabulary, so nothing meets it.
        let status = filter.status.map { vocabulary[$0.lowercased()] ?? -1 }
        let customerID = filter.customerID.map { vocabulary[$0] ?? -1 }
        guard status != nil || customerID != nil else { return entries }
        return entries.filter { ($0.status == status ?? $0.status) && ($0.customerID == customerID ?? $0.customerID) }
    }

    private func bytes(of entry: Entry) throws(SandboxError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: entry.length)
        guard try file.fixtureRead(into: &bytes, at: entry.offset) == entry.length else {
            throw SandboxError(code: .fixture, message: "\(file.path) was cut off while it is served")
        }
        return bytes
    }
}

extension [String: Int] {
    /// The place of a text, a new one when it is new.
    fileprivate mutating func place(of text: String) -> Int {
        if let place = self[text] { return place }
        self[text] = count
        return count - 1
    }
}
