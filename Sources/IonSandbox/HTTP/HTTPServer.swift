internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// An HTTP/1.1 server on a thread of its own and one more for each connection. It owns libmicrohttpd's daemon and
/// stops it when the last reference goes.
///
/// It knows nothing of the API: requests go to a closure, which is called on the connections' threads and may block.
@safe
final class HTTPServer: Sendable {
    /// How many bytes each connection's pool has; it bounds what is sent in one piece.
    private static let connectionMemory = 256 << 10

    /// The port on which the server listens.
    let port: UInt16
    /// The daemon, until the server is stopped. The lock is held while it stops, so every caller waits for the end.
    private let daemon: Mutex<OpaquePointer?>
    /// Kept alive for the callbacks, to which libmicrohttpd hands it without owning it.
    private let respondent: Respondent

    /// Binds and begins to serve.
    ///
    /// - Throws: ``SandboxError`` with code `address` when the address is none or cannot be listened on.
    init(
        address: String, port: UInt16, answer: @escaping @Sendable (Request) -> Response
    ) throws(SandboxError) {
        let respondent = Respondent(answer: answer)
        var binary = in_addr()
        guard unsafe inet_pton(AF_INET, address, &binary) == 1 else {
            throw SandboxError(code: .address, message: "\"\(address)\" is not an IPv4 address such as 127.0.0.1")
        }
        let daemon = unsafe microhttpd_start(
            UInt32(bigEndian: binary.s_addr), port, Self.connectionMemory, targetArrived, dataArrived,
            exchangeCompleted, Unmanaged.passUnretained(respondent).toOpaque())
        guard let daemon = unsafe daemon else { throw Self.cannotListen(address, port, errorNumber: errno) }
        self.port = unsafe microhttpd_bound_port(daemon)
        self.respondent = respondent
        unsafe self.daemon = Mutex(daemon)
    }

    deinit {
        stop()
    }

    /// Ends all connections, also those in the middle of a response, and all threads. A second call does nothing.
    func stop() {
        unsafe daemon.withLock { daemon in
            if let running = unsafe daemon { unsafe MHD_stop_daemon(running) }
            unsafe daemon = nil
        }
    }

    private static func cannotListen(_ address: String, _ port: UInt16, errorNumber: CInt) -> SandboxError {
        let reason = unsafe strerror(errorNumber).map { unsafe String(cString: $0) } ?? "error \(errorNumber)"
        let advice = errorNumber == EADDRINUSE ? "; choose another port, or 0 for any that is free" : ""
        return SandboxError(code: .address, message: "cannot listen on \(address):\(port): \(reason)\(advice)")
    }
}

/// What the callbacks find behind their context pointer.
private final class Respondent: Sendable {
    let answer: @Sendable (Request) -> Response

    init(answer: @escaping @Sendable (Request) -> Response) {
        self.answer = answer
    }
}

// The callbacks of one exchange, in the order in which libmicrohttpd calls them, all on the connection's thread. The
// `Exchange` is retained by the first, borrowed by the second, and released by the third, which always comes.

/// The target of a request, before anything in it is decoded; what is returned goes along with the request.
private func targetArrived(
    _ context: UnsafeMutableRawPointer?, _ target: UnsafePointer<CChar>?, _ connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
    let text = unsafe target.map { unsafe String(cString: $0) } ?? ""
    return unsafe Unmanaged.passRetained(Exchange(target: text)).toOpaque()
}

/// First the headers alone, then each piece of the body, then once more with nothing: the time to answer.
private func dataArrived(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ path: UnsafePointer<CChar>?,
    _ method: UnsafePointer<CChar>?, _ version: UnsafePointer<CChar>?, _ data: UnsafePointer<CChar>?,
    _ count: UnsafeMutablePointer<Int>?, _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let connection = unsafe connection, let context = unsafe context, let count = unsafe count,
        let method = unsafe method, let opaqueExchange = unsafe state?.pointee
    else { return .NO }
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(opaqueExchange).takeUnretainedValue()
    if unsafe count.pointee > 0 {
        unsafe exchange.receive(UnsafeRawBufferPointer(start: data, count: count.pointee))
        unsafe count.pointee = 0
        return .YES
    }
    guard exchange.hasSeenHeaders else {
        exchange.hasSeenHeaders = true
        return .YES
    }
    let respondent = unsafe Unmanaged<Respondent>.fromOpaque(context).takeUnretainedValue()
    let response = unsafe exchange.response(
        method: String(cString: method), authorization: header("Authorization", of: connection),
        accept: header("Accept", of: connection), answer: respondent.answer)
    return unsafe response.queue(on: connection)
}

/// The value of a request's header.
private func header(_ name: String, of connection: OpaquePointer) -> String? {
    let value = unsafe MHD_lookup_connection_value(connection, .HEADER_KIND, name)
    return unsafe value.map { unsafe String(cString: $0) }
}

/// The end of an exchange, whatever became of it.
private func exchangeCompleted(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ reason: MHD_RequestTerminationCode
) {
    guard let opaqueExchange = unsafe state?.pointee else { return }
    unsafe Unmanaged<Exchange>.fromOpaque(opaqueExchange).release()
    unsafe state?.pointee = nil
}
