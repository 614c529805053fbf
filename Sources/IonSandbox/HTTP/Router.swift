/// A method and a path, and who answers it.
struct Route: Sendable {
    /// Answers a request; gets the segments that stand for the pattern's placeholders, in order.
    typealias Endpoint = @Sendable (Request, [String]) throws(Refusal) -> Response

    /// The method, in capitals.
    let method: String
    /// Who answers.
    let endpoint: Endpoint
    private let pattern: [Substring]

    /// A route from its pattern, such as `/reports/{report}`: a segment in braces stands for any.
    init(_ method: String, _ pattern: String, _ endpoint: @escaping Endpoint) {
        self.method = method
        self.endpoint = endpoint
        self.pattern = pattern.split(separator: "/")
    }

    /// The segments in the places of the placeholders; `nil` when the path is another.
    func match(_ path: [String]) -> [String]? {
        guard path.count == pattern.count else { return nil }
        var captured: [String] = []
        for (segment, expected) in zip(path, pattern) {
            if expected.hasPrefix("{") {
                captured.append(segment)
            } else if segment != expected {
                return nil
            }
        }
        return captured
    }
}

/// Finds the route that a request takes.
struct Router: Sendable {
    private let routes: [Route]

    /// A router over a table of routes.
    init(_ routes: [Route]) {
        self.routes = routes
    }

    /// The answer of the endpoint that is responsible.
    ///
    /// - Throws: A ``Refusal``: the endpoint's own, 404 for an unknown path, 405 for a method that the path has not.
    func answer(to request: Request) throws(Refusal) -> Response {
        var allowed: [String] = []
        for route in routes {
            guard let captured = route.match(request.path) else { continue }
            if route.method == request.method { return try route.endpoint(request, captured) }
            allowed.append(route.method)
        }
        guard allowed.isEmpty else { throw .wrongMethod(request.method, allowed: allowed) }
        throw .notFound("the path /\(request.path.joined(separator: "/"))")
    }
}
