/// Reads the head of a response, line by line. Of several heads (`100 Continue`) the last counts.
struct HeadReader {
    /// What is known of the head so far.
    private(set) var head = HTTPResponseHead(status: 0, contentType: nil)
    /// The value of `Content-Encoding`.
    private(set) var contentCoding: String?
    private let attempt: Int
    private let now: @Sendable () -> Int
    private var isComplete = false
    private var retryAfter: String?
    private var date: String?
    private var lineCount = 0
    private var byteCount = 0

    private static let lineLimit = 500
    private static let byteLimit = 256 << 10

    init(attempt: Int, now: @escaping @Sendable () -> Int) {
        self.attempt = attempt
        self.now = now
    }

    /// Takes a line with its line end; returns whether the head is still of a size that is believed.
    mutating func take(_ line: String) -> Bool {
        lineCount += 1
        byteCount += line.utf8.count
        guard lineCount <= Self.lineLimit, byteCount <= Self.byteLimit else { return false }
        if line.hasPrefix("HTTP/") {
            begin(line)
        } else if line.allSatisfy(\.isNewline) {
            isComplete = true
            if contentCoding != nil { head.length = nil }
            head.askedWait = retryAfter.flatMap { RetryPolicy.askedWait($0, date: date, now: now()) }
        } else if !isComplete, let colon = line.firstIndex(of: ":") {
            // What comes behind a complete head is a trailer, and says nothing that matters here.
            take(line[..<colon].lowercased(), line[line.index(after: colon)...].trimmed)
        }
        return true
    }

    private mutating func begin(_ line: String) {
        let status = line.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0.trimmed) }
        head = HTTPResponseHead(status: status ?? 0, contentType: nil)
        head.attempt = attempt
        head.protocolName = String(line.prefix { $0 != " " })
        head.isDelimited = !line.hasPrefix("HTTP/1.")
        (contentCoding, retryAfter, date) = (nil, nil, nil)
        isComplete = false
    }

    private mutating func take(_ name: String, _ value: String) {
        switch name {
        case "content-type": head.contentType = value
        case "content-encoding": contentCoding = contentCoding.map { "\($0), \(value)" } ?? value
        case "content-length": (head.isDelimited, head.length) = (true, Int(value))
        case "transfer-encoding": head.isDelimited = true
        case "location": head.location = value
        case "retry-after": retryAfter = value
        case "date": date = value
        default: break
        }
    }
}

extension Substring {
    /// The text without ASCII white space around it.
    fileprivate var trimmed: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\n" || $0 == "\r\n" }
        let start = firstIndex { !isBlank($0) } ?? endIndex
        let end = lastIndex { !isBlank($0) }.map(index(after:)) ?? start
        return String(self[start..<end])
    }
}
