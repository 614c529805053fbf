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
    /// Whether the header `Accept` asks for XML.
    let wantsXML: Bool
    /// Whether the header `Accept` asks for CSV.
    let wantsCSV: Bool
    /// The whole body.
    let body: [UInt8]
    /// How lists are cut into pages.
    var paging = Paging.straight
    /// Behind how many lists what the request makes stands in them.
    var lateness = 0

    /// How lists are cut into pages: as they should be, or on demand with a fault.
    enum Paging: Sendable {
        /// From the first to the last.
        case straight
        /// Behind the last item the first one comes again.
        case endless
        /// Every page is the first one.
        case repeated

        /// The page of a list that is asked for; a page without an end is always full.
        func page<List: RandomAccessCollection>(of list: List, offset: Int, limit: Int) -> [List.Element]
        where List.Index == Int {
            switch self {
            case .straight: Array(list.dropFirst(offset).prefix(limit))
            case .endless where list.isEmpty: []
            case .endless: (0..<limit).map { list[list.startIndex + (offset + $0) % list.count] }
            case .repeated: Array(list.prefix(limit))
            }
        }
    }

    /// A request from its parts; `nil` when the target has an escape that is none, or bytes that are not UTF-8.
    init?(method: String, target: String, authorization: String?, accept: String?, body: [UInt8]) {
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
        wantsCSV = accept?.contains("text/csv") ?? false
        wantsXML = accept.map { $0.contains("text/xml") || $0.contains("application/xml") } ?? false
        self.body = body
    }
}
