internal import Formats
internal import Synchronization

/// How many requests came that could change something, by their paths; faults or not.
///
/// `GET /sandbox/orders` says it to whoever wants to know whether an order was sent twice. The service has no such path.
final class OrderCount: Sendable {
    private static let path = ["sandbox", "orders"]

    private let counts = Mutex<[String: Int]>([:])

    /// Counts a request, and answers it when it is the one for the counts.
    func answer(to request: Request) -> Response? {
        if request.method == "GET", request.path == Self.path {
            let members = counts.withLock { $0.sorted { $0.key < $1.key } }
            return Response(.object(members.map { JSONValue.Member($0.key, .number(String($0.value))) }))
        }
        guard request.method == "POST" else { return nil }
        counts.withLock { $0["/" + request.path.joined(separator: "/"), default: 0] += 1 }
        return nil
    }
}
