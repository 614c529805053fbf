/// A request as it arrived, with its target taken apart and decoded.
struct Request: Sendable {
    /// The method, in capitals.
    let method: String
    /// The path's segments, decoded one by one: an escaped slash does not part segments.
    let path: [String]
    /// What stands behind the question mark.
    let query: FormFields
    /// The header of this name.
    let authorization: String?
    /// The whole body.
    let body: [UInt8]

    /// A request from its parts; `nil` when the target has an escape that is none, or bytes that are not UTF-8.
    init?(method: String, target: String, authorization: String?, body: [UInt8]) {
        let parts = target.utf8.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        var path: [String] = []
        for segment in parts[0].split(separator: UInt8(ascii: "/")) {
            guard let segment = PercentEncoding.decode(segment, plusIsSpace: false) else { return nil }
            path.append(segment)
        }
        guard let query = FormFields(parsing: parts.count > 1 ? Array(parts[1]) : []) else { return nil }
        self.method = method
        self.path = path
        self.query = query
        self.authorization = authorization
        self.body = body
    }
}
