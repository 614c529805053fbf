internal import Formats

/// Pages of the lists that go by `pageSize` and `pageToken`.
///
/// A token stands for a place in the list of one query; with another query it is refused.
struct TokenPaging {
    private static let maximumSize = 1000
    private static let defaultSize = 100

    private let offset: Int
    private let size: Int
    private let key: String

    /// What a request asks for.
    ///
    /// - Throws: ``Refusal`` 400 when it says neither a size nor a token, or a token that is none of this query's.
    init(_ query: FormFields) throws(Refusal) {
        let (size, token) = (query["pageSize"], query["pageToken"])
        guard size != nil || token != nil else {
            throw .invalidArgument("At least one of page_size and page_token must be present")
        }
        key = query.fields.filter { $0.name != "pageToken" && $0.name != "pageSize" }
            .map { "\($0.name)=\($0.value)" }.sorted().joined(separator: "&")
        offset = try token.map { [key] (token) throws(Refusal) in try Self.offset(of: token, key) } ?? 0
        self.size = try size.map { (text) throws(Refusal) in try Self.size(text) } ?? Self.defaultSize
    }

    /// The page of some objects, under a member's name, with the token of the next one where there is one.
    func page(of objects: [JSONValue], named member: String, _ paging: Request.Paging) -> Response {
        let page = paging.page(of: objects, offset: offset, limit: size)
        var answer: JSONValue = [:]
        answer[member] = .array(page)
        let next = offset + page.count
        let goesOn = paging == .straight ? next < objects.count : !page.isEmpty
        if goesOn { answer["nextPageToken"] = .string(Self.token(for: next, key)) }
        return Response(answer)
    }

    private static func size(_ text: String) throws(Refusal) -> Int {
        guard let size = Int32(text), size >= 0 else {
            throw .invalidArgument("pageSize must be a whole number from 0, not \"\(text)\"")
        }
        return size == 0 ? defaultSize : min(Int(size), maximumSize)
    }

    private static func token(for offset: Int, _ key: String) -> String {
        // The signs at its end have to be encoded in a query: a client that does not is found out.
        "\(checksum(key))/\(offset)=="
    }

    private static func offset(of token: String, _ key: String) throws(Refusal) -> Int {
        let parts = token.hasSuffix("==") ? token.dropLast(2).split(separator: "/") : []
        guard parts.count == 2, parts[0] == checksum(key), let offset = Int(parts[1]), offset > 0 else {
            throw .invalidArgument("pageToken is not one of this list")
        }
        return offset
    }

    /// FNV-1a: it tells queries apart, and keeps no secret.
    private static func checksum(_ key: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}
