internal import Formats
internal import Synchronization

/// Where subscriptions come from: a file, or nothing but a seed.
protocol SubscriptionSource: Sendable {
    /// The bytes of the items that a page shows, and how many there are on all pages.
    func page(
        offset: Int, limit: Int, filter: SubscriptionFilter, paging: Request.Paging
    ) throws(SandboxError) -> (items: [[UInt8]], totalSize: Int)

    /// The item with an id of the service's own; `nil` when there is none.
    func item(id: String) throws(SandboxError) -> JSONValue?
}

/// The places of what the latest query found: its other pages need not look at every item again.
final class LatestSelection: Sendable {
    private let selection = Mutex<(key: String, places: [Int])?>(nil)

    /// The places that a query found; `nil` when another one came since.
    func places(for key: String) -> [Int]? {
        selection.withLock { $0?.key == key ? $0?.places : nil }
    }

    /// Keeps what a query found.
    func keep(_ places: [Int], for key: String) {
        selection.withLock { $0 = (key, places) }
    }
}
