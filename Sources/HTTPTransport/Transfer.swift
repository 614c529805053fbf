internal import CCurl
internal import Records

/// One request on its way: libcurl's handle for it, and what has come back.
///
/// Safe to send although unchecked: it is made by the caller, handed to the loop through a lock, and from then on
/// touched by the loop's thread alone, on which libcurl also makes its calls.
@safe
final class Transfer: @unchecked Sendable {
    /// What the caller is told at the end; set before the transfer is added to the loop.
    var whenDone: @Sendable (Result<HTTPResponseHead, HTTPError>) -> Void = { _ in }

    /// Tells transfers of one loop apart, also after one of them has gone.
    let id: Int
    let request: HTTPRequest
    private let makeSink: @Sendable (HTTPResponseHead) throws -> any BodySink
    private(set) var handle: UnsafeMutableRawPointer?
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var head = HTTPResponseHead(status: 0, contentType: nil)
    private var sink: (any BodySink)?
    private var sinkFailure: (any Error)?
    /// libcurl writes its own words for a failure here.
    private let reason: UnsafeMutablePointer<CChar>

    init(
        id: Int, request: HTTPRequest, makeSink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) {
        self.id = id
        self.request = request
        self.makeSink = makeSink
        unsafe reason = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe reason.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe curl_slist_free_all(headerList)
        unsafe reason.deallocate()
    }

    /// Makes libcurl's handle. The loop keeps the transfer alive for as long as libcurl holds its address.
    func prepare(_ timeouts: HTTPTimeouts) {
        let handle = unsafe curl_easy_init()
        unsafe self.handle = handle
        unsafe crossfoot_curl_set_string(handle, CURLOPT_URL, request.url)
        unsafe crossfoot_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        unsafe crossfoot_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        unsafe crossfoot_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, timeouts.connect)
        unsafe crossfoot_curl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        unsafe crossfoot_curl_set_long(handle, CURLOPT_LOW_SPEED_TIME, timeouts.idle)
        unsafe crossfoot_curl_set_long(handle, CURLOPT_BUFFERSIZE, 256 << 10)
        unsafe crossfoot_curl_set_string(handle, CURLOPT_USERAGENT, "crossfoot")
        unsafe crossfoot_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, reason)
        // What is on this machine is never reached through a proxy, whatever the environment says.
        if isLoopback { unsafe crossfoot_curl_set_string(handle, CURLOPT_PROXY, "") }
        setHeaders()
        setBody()
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe crossfoot_curl_set_pointer(handle, CURLOPT_PRIVATE, context)
        unsafe crossfoot_curl_set_header_receiver(handle, receiveHeader, context)
        unsafe crossfoot_curl_set_body_receiver(handle, receiveBody, context)
    }

    private var isLoopback: Bool {
        let afterScheme = request.url.firstRange(of: "://").map { request.url[$0.upperBound...] } ?? request.url[...]
        let host = afterScheme.prefix { $0 != "/" && $0 != "?" }
        return host.hasPrefix("127.") || host.hasPrefix("localhost") || host.hasPrefix("[::1]")
    }

    private func setHeaders() {
        var lines = ["Accept: \(request.accept)"]
        switch request.authorization {
        case .bearer(let token)?: lines.append("Authorization: Bearer \(token.revealed)")
        case .basic(let user, let password)?:
            unsafe crossfoot_curl_set_string(handle, CURLOPT_USERNAME, user.revealed)
            unsafe crossfoot_curl_set_string(handle, CURLOPT_PASSWORD, password.revealed)
        case nil: break
        }
        // "Expect:" switches off a wait for "100 Continue" that some servers never send.
        if let body = request.body { lines += ["Content-Type: \(body.contentType)", "Expect:"] }
        for line in lines { unsafe headerList = curl_slist_append(headerList, line) }
        unsafe crossfoot_curl_set_list(handle, CURLOPT_HTTPHEADER, headerList)
    }

    private func setBody() {
        guard request.method == .post else { return }
        unsafe crossfoot_curl_set_long(handle, CURLOPT_POST, 1)
        let bytes = request.body?.bytes ?? []
        // libcurl takes a missing address for "no body": an empty body still needs one.
        let noBytes = unsafe UnsafeRawPointer(reason)
        _ = unsafe bytes.withUnsafeBytes { unsafe crossfoot_curl_set_body(handle, $0.baseAddress ?? noBytes, $0.count) }
    }

    /// Tells the caller how libcurl says that the transfer ended.
    func complete(_ code: CURLcode) {
        whenDone(code == CURLE_OK && sinkFailure == nil ? completeSuccess() : .failure(error(for: code)))
    }

    /// Tells the caller that the transfer was given up.
    func completeCancelled() {
        whenDone(.failure(HTTPError(code: .cancelled, message: "the request was cancelled", cause: nil)))
    }

    /// A response without a body has had no sink yet; whoever waits for one is given it all the same.
    private func completeSuccess() -> Result<HTTPResponseHead, HTTPError> {
        do {
            if sink == nil { sink = try makeSink(head) }
            return .success(head)
        } catch {
            return .failure(HTTPError(code: .sinkFailed, message: String(describing: error), cause: error))
        }
    }

    private func error(for code: CURLcode) -> HTTPError {
        if let sinkFailure {
            return HTTPError(code: .sinkFailed, message: String(describing: sinkFailure), cause: sinkFailure)
        }
        let text = unsafe String(cString: reason)
        let words = unsafe text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
        let address = request.url.prefix { $0 != "?" }
        let kind = Self.kind(of: code)
        return HTTPError(code: kind, message: "\(address): \(words). \(Self.advice(for: kind))", cause: nil)
    }

    private static func kind(of code: CURLcode) -> HTTPError.Code {
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .invalidAddress
        case CURLE_OPERATION_TIMEDOUT: .timeout
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_WEIRD_SERVER_REPLY,
            CURLE_HTTP2, CURLE_HTTP2_STREAM:
            .interrupted
        default: .unreachable
        }
    }

    private static func advice(for kind: HTTPError.Code) -> String {
        switch kind {
        case .unreachable: "Check the address in the configuration and the network, then run again."
        case .interrupted: "The response did not arrive whole; nothing of it is used. Run again."
        case .timeout: "The service did not answer in time. Run again later."
        case .invalidAddress: "Correct the address in the configuration."
        case .sinkFailed, .cancelled: ""
        }
    }
}

/// What libcurl calls with pieces of the response. Its calls come on the loop's thread.
extension Transfer {
    fileprivate func take(header line: String) {
        if line.hasPrefix("HTTP/") {
            let status = line.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0) }
            head = HTTPResponseHead(status: status ?? 0, contentType: nil)
        } else if let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == "content-type" {
            head.contentType = line[line.index(after: colon)...].trimmed
        }
    }

    /// Whether the bytes were taken.
    fileprivate func take(body bytes: Span<UInt8>) -> Bool {
        do {
            let sink = try self.sink ?? makeSink(head)
            self.sink = sink
            try sink.receive(bytes)
            return true
        } catch {
            sinkFailure = error
            return false
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

private func transfer(_ context: UnsafeMutableRawPointer) -> Transfer {
    unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
}

private func receiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
    let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
    unsafe transfer(context).take(header: String(decoding: line, as: UTF8.self))
    return size * count
}

private func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
    let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count).bindMemory(to: UInt8.self)
    // Any other number than the count tells libcurl to end the transfer.
    return unsafe transfer(context).take(body: buffer.span) ? size * count : 0
}
