internal import Synchronization

/// The faults of a sandbox, and how many requests each has seen.
final class FaultPlan: Sendable {
    private let rules: [FaultRule]
    private let counts: Mutex<[Int]>

    /// A plan of rules.
    init(_ rules: [FaultRule]) {
        self.rules = rules
        counts = Mutex(Array(repeating: 0, count: rules.count))
    }

    /// What happens to a request: of all rules that are for it and whose turn it is. Each of them counts it.
    func actions(for request: Request) -> [FaultAction] {
        var actions: [FaultAction] = []
        for (number, rule) in rules.enumerated() where rule.matches(request) {
            let seen = counts.withLock { counts in
                counts[number] += 1
                return counts[number] - rule.delay
            }
            if seen > 0, rule.times.map({ seen <= $0 }) ?? true { actions += rule.actions }
        }
        return actions
    }

    /// The answer to a request with its faults.
    func answer(to request: Request, expireTokens: () -> Void, by service: (Request) -> Response) -> Response {
        let actions = actions(for: request)
        guard !actions.isEmpty else { return service(request) }
        var request = request
        if actions.contains(.expireToken) { expireTokens() }
        if actions.contains(.endless) { request.paging = .endless }
        if actions.contains(.repeatPage) { request.paging = .repeated }
        for case .late(let count) in actions { request.lateness = count }
        if actions.contains(.reset(nil)) { return .closed }
        let status = actions.lazy.compactMap { if case .status(let status) = $0 { status } else { nil } }.first
        var response = status.map(Self.refusal) ?? service(request)
        for action in actions { action.apply(to: &response) }
        return response
    }

    private static func refusal(_ status: Int) -> Response {
        let names = [
            401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED",
            500: "INTERNAL_ERROR", 503: "UNAVAILABLE",
        ]
        if status == 204 || status == 304 { return Response(status: status, body: .bytes([])) }
        return Refusal(status: status, name: names[status] ?? "FAULT", message: "a fault rule answers so").response
    }
}

extension FaultAction {
    /// Does to an answer what the action says; those that work on the request do nothing here.
    fileprivate func apply(to response: inout Response) {
        switch self {
        case .status, .expireToken, .endless, .repeatPage, .late: break
        case .retryAfter(let moment): response.setHeader("Retry-After", moment)
        case .slow(let count): response.delivery.bytesPerStep = count
        case .truncate(let count):
            response.delivery.cut = count
            response.delivery.promisesLength = true
        case .reset(let count): response.delivery.cut = count
        case .contentType(let type): response.setHeader("Content-Type", type)
        case .body(let text): response.body = .bytes(Array(text.utf8))
        case .gzip:
            response.setHeader("Content-Encoding", "gzip")
            response.body = .stream(GzipBody(response.body.producer))
        case .bomb:
            response.setHeader("Content-Encoding", "gzip")
            response.body = .stream(GzipBody(ZeroBody(count: 10 << 30)))
        case .stall: response.delivery.stalls = true
        case .dropResponse: response = .closed
        }
    }
}
