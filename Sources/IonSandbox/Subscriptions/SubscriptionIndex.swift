internal import Formats
internal import Streaming

/// Where each subscription stands in its file, with what can be filtered by. The items themselves stay on the disk.
struct SubscriptionIndex: SubscriptionSource {
    private struct Entry {
        let offset: Int
        let length: Int
        /// The places in the vocabulary of what the item says.
        let status: Int
        let customerID: Int
        /// The item's own id, where it is a number; else 0.
        let id: Int
    }

    private let file: File
    private var entries: [Entry] = []
    /// Every text that can be filtered by, once.
    private var vocabulary: [String: Int] = [:]
    private let latest = LatestSelection()

    /// Reads through a file `{"items": […]}` once.
    init(path: String) throws(SandboxError) {
        file = try Fixtures.open(path)
        var locator = JSONItemLocator(member: "items", fields: ["subscriptionStatus", "customerId", "id"])
        var located: [Entry] = []
        var words: [String: Int] = [:]
        try file.forEachChunk { (chunk) throws(FormatError) in
            for item in try locator.read(chunk) {
                let status = words.place(of: item.values[0]?.lowercased() ?? "")
                let customerID = words.place(of: item.values[1] ?? "")
                let range = item.byteRange
                located.append(
                    Entry(
                        offset: range.lowerBound, length: range.count, status: status, customerID: customerID,
                        id: item.values[2].flatMap { Int($0) } ?? 0))
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

    func page(
        offset: Int, limit: Int, filter: SubscriptionFilter, paging: Request.Paging
    ) throws(SandboxError) -> (items: [[UInt8]], totalSize: Int) {
        let found = try places(meeting: filter)
        var items: [[UInt8]] = []
        for place in paging.page(of: found, offset: offset, limit: limit) {
            items.append(try bytes(of: entries[place]))
        }
        return (items, found.count)
    }

    func item(id: String) throws(SandboxError) -> JSONValue? {
        guard let number = Int(id), let entry = entries.first(where: { $0.id == number }) else { return nil }
        return try Fixtures.json(try bytes(of: entry), path: file.path)
    }

    private func places(meeting filter: SubscriptionFilter) throws(SandboxError) -> [Int] {
        let candidates = candidates(filter)
        guard filter.readsItems else { return candidates }
        if let known = latest.places(for: filter.key) { return known }
        var found: [(place: Int, key: String)] = []
        for place in candidates {
            let item = try Fixtures.json(try bytes(of: entries[place]), path: file.path)
            if filter.conditions.allSatisfy({ $0(item) }) { found.append((place, filter.sortKey(of: item))) }
        }
        let places = filter.sorted(found)
        latest.keep(places, for: filter.key)
        return places
    }

    private func candidates(_ filter: SubscriptionFilter) -> [Int] {
        // A text that no item has stands nowhere in the vocabulary, so nothing meets it.
        let status = filter.status.map { vocabulary[$0.lowercased()] ?? -1 }
        let customerID = filter.customerID.map { vocabulary[$0] ?? -1 }
        guard status != nil || customerID != nil else { return Array(entries.indices) }
        return entries.indices.filter {
            entries[$0].status == status ?? entries[$0].status
                && entries[$0].customerID == customerID ?? entries[$0].customerID
        }
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
