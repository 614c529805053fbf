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
    /// How many bytes of the body came over the network; to be read once the transfer is done.
    private(set) var receivedCount = 0
    private let settings: HTTPSettings
    private let attempt: Int
    private let makeSink: @Sendable (HTTPResponseHead) throws -> any BodySink
    private(set) var handle: UnsafeMutableRawPointer?
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var reader: HeadReader
    private var decoder: BodyDecoder?
    private var sink: (any BodySink)?
    /// Why the transfer was ended from here.
    private var fault: (code: HTTPError.Code, reason: String, cause: (any Error)?)?
    /// libcurl writes its own words for a failure here.
    private let reason: UnsafeMutablePointer<CChar>

    init(
        id: Int, request: HTTPRequest, attempt: Int, settings: HTTPSettings,
        makeSink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) {
        self.id = id
        self.request = request
        self.attempt = attempt
        self.settings = settings
        self.makeSink = makeSink
        reader = HeadReader(attempt: attempt, now: settings.retry.now)
        unsafe reason = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe reason.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe curl_slist_free_all(headerList)
        unsafe reason.deallocate()
    }

    /// Makes libcurl's handle. The loop keeps the transfer alive for as long as libcurl holds its address.
    func prepare() {
        unsafe handle = curl_easy_init()
        set(CURLOPT_URL, request.url)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_NOSIGNAL, 1)
        // HTTP/2 where a server with TLS offers it; requests to such a server share one connection. Without TLS nothing
        // tells before the first response whether they could, and they would wait for each other.
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        set(CURLOPT_PIPEWAIT, request.url.hasPrefix("https:") ? 1 : 0)
        set(CURLOPT_BUFFERSIZE, 256 << 10)
        set(CURLOPT_USERAGENT, "crossfoot")
        unsafe crossfoot_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, reason)
        setTimeouts()
        setTrust()
        setHeaders()
        setBody()
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe crossfoot_curl_set_pointer(handle, CURLOPT_PRIVATE, context)
        unsafe crossfoot_curl_set_header_receiver(handle, receiveHeader, context)
        unsafe crossfoot_curl_set_body_receiver(handle, receiveBody, context)
    }

    private func set(_ option: CURLoption, _ value: Int) {
        _ = unsafe crossfoot_curl_set_long(handle, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        _ = unsafe crossfoot_curl_set_string(handle, option, value)
    }

    private func setTimeouts() {
        set(CURLOPT_CONNECTTIMEOUT, settings.timeouts.connect)
        set(CURLOPT_LOW_SPEED_LIMIT, 1)
        set(CURLOPT_LOW_SPEED_TIME, settings.timeouts.idle)
        set(CURLOPT_TIMEOUT, settings.timeouts.total)
    }

    /// Who is spoken to, and who learns what.
    private func setTrust() {
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let file = settings.certificateFile { set(CURLOPT_CAINFO, file) }
        // Credentials come from the request alone: not from ~/.netrc, and not out of an address.
        set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        set(CURLOPT_FOLLOWLOCATION, 0)
        // What is on this machine is never reached through a proxy, whatever the environment says.
        if request.isLoopback {
            set(CURLOPT_PROXY, "")
        } else if let proxy = settings.proxy {
            set(CURLOPT_PROXY, proxy.revealed)
        }
        // A proxy is told the host, not the headers; and its own answer is not the response.
        set(CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // On a connection that was used before, libcurl sends a request again by itself when nothing comes back.
        if !request.isRepeatable { set(CURLOPT_FRESH_CONNECT, 1) }
    }

    private func setHeaders() {
        // libcurl is not told of the coding, so it leaves the body as it is; see BodyDecoder.
        var lines = ["Accept: \(request.accept)", "Accept-Encoding: gzip"]
        switch request.authorization {
        case .bearer(let token)?: lines.append("Authorization: Bearer \(token.revealed)")
        case .basic(let user, let password)?:
            set(CURLOPT_USERNAME, user.revealed)
            set(CURLOPT_PASSWORD, password.revealed)
        case nil: break
        }
        // "Expect:" switches off a wait for "100 Continue" that some servers never send.
        if let body = request.body { lines += ["Content-Type: \(body.contentType)", "Expect:"] }
        for line in lines { unsafe headerList = curl_slist_append(headerList, line) }
        unsafe crossfoot_curl_set_list(handle, CURLOPT_HTTPHEADER, headerList)
    }

    private func setBody() {
        guard request.method == .post else { return }
        set(CURLOPT_POST, 1)
        let bytes = request.body?.bytes ?? []
        // libcurl takes a missing address for "no body": an empty body still needs one.
        let noBytes = unsafe UnsafeRawPointer(reason)
        _ = unsafe bytes.withUnsafeBytes { unsafe crossfoot_curl_set_body(handle, $0.baseAddress ?? noBytes, $0.count) }
    }
}

/// How a transfer ends.
extension Transfer {
    /// Tells the caller how libcurl says that the transfer ended.
    func complete(_ code: CURLcode) {
        if code == CURLE_OK, fault == nil { finishBody() }
        whenDone(code == CURLE_OK && fault == nil ? .success(reader.head) : .failure(error(for: code)))
    }

    /// Tells the caller that the transfer was given up.
    func completeCancelled() {
        whenDone(.failure(HTTPError(.cancelled, "the request was cancelled", attempt: attempt)))
    }

    /// A response without a body has had no sink yet; whoever waits for one is given it all the same.
    private func finishBody() {
        do {
            if sink == nil { sink = try makeSink(reader.head) }
        } catch {
            return fault = (.sinkFailed, String(describing: error), error)
        }
        do {
            try decoder?.finish()
        } catch {
            fault = (.interrupted, String(describing: error), error)
        }
    }

    private func error(for code: CURLcode) -> HTTPError {
        let wasSent = unsafe crossfoot_curl_get_long(handle, CURLINFO_REQUEST_SIZE) > 0
        if let fault {
            let address = fault.code == .sinkFailed ? nil : request.address
            return HTTPError(
                fault.code, fault.reason, at: address, attempt: attempt, wasSent: wasSent, cause: fault.cause)
        }
        let text = unsafe String(cString: reason)
        let words = unsafe text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
        return HTTPError(Self.kind(of: code), words, at: request.address, attempt: attempt, wasSent: wasSent)
    }

    private static func kind(of code: CURLcode) -> HTTPError.Code {
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_LOGIN_DENIED: .invalidAddress
        case CURLE_OPERATION_TIMEDOUT: .timeout
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_WEIRD_SERVER_REPLY,
            CURLE_HTTP2, CURLE_HTTP2_STREAM:
            .interrupted
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS: .untrusted
        case CURLE_SSL_CACERT_BADFILE: .invalidSettings
        default: .unreachable
        }
    }
}

/// What libcurl calls with pieces of the response. Its calls come on the loop's thread.
extension Transfer {
    /// Whether the header was taken.
    fileprivate func take(header line: String) -> Bool {
        if reader.take(line) { return true }
        fault = (.badResponse, "the response has too many or too long headers", nil)
        return false
    }

    /// Whether the bytes were taken.
    fileprivate func take(body bytes: Span<UInt8>) -> Bool {
        receivedCount += bytes.count
        guard beginBody(), let sink else { return false }
        do {
            try decoder?.take(bytes) { piece in
                do {
                    try sink.receive(piece)
                } catch {
                    fault = (.sinkFailed, String(describing: error), error)
                    throw error
                }
            }
            return true
        } catch let error as ExpansionLimitExceeded {
            let reason = "the compressed body expands to more than \(error.ratio) times its size, which no report does"
            fault = (.expansionLimit, reason, nil)
        } catch  where fault == nil {
            fault = (.badResponse, String(describing: error), error)
        } catch {
            // The sink has said why already.
        }
        return false
    }

    /// Makes the sink and the decoder when the first bytes come.
    private func beginBody() -> Bool {
        if sink != nil { return true }
        // The words of a failure are not worth a failure: those in a coding that is not known are left unread.
        let coding = reader.contentCoding
        decoder = BodyDecoder(coding: coding, limit: settings.expansion)
        if decoder == nil, reader.head.isSuccess {
            fault = (.badResponse, "the body has the coding \"\(coding ?? "")\", which was not asked for", nil)
            return false
        }
        do {
            sink = try makeSink(reader.head)
            return true
        } catch {
            fault = (.sinkFailed, String(describing: error), error)
            return false
        }
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
    // Any other number than the count tells libcurl to end the transfer.
    return unsafe transfer(context).take(header: String(decoding: line, as: UTF8.self)) ? size * count : 0
}

private func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
    let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count).bindMemory(to: UInt8.self)
    return unsafe transfer(context).take(body: buffer.span) ? size * count : 0
}
