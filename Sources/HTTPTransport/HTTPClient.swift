internal import Synchronization

/// Sends requests and hands response bytes on as they come, over libcurl.
///
/// All transfers run on one thread of the client's own; a task that awaits a response holds no thread.
package final class HTTPClient: Sendable {
    private let loop: TransferLoop

    /// A client with no connections yet.
    ///
    /// - Parameter timeouts: How long to wait for a connection and for the next byte.
    package init(timeouts: HTTPTimeouts = HTTPTimeouts()) {
        loop = TransferLoop(timeouts: timeouts)
        loop.start()
    }

    deinit {
        loop.close()
    }

    /// Sends a request and hands its response's body to a sink.
    ///
    /// - Parameter sink: Makes the sink once the head is known; called on the transport's thread.
    /// - Returns: The head, after the last byte of the body.
    /// - Throws: ``HTTPError``. A status such as 404 is not an error here.
    package func send(
        _ request: HTTPRequest, to sink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) async throws(HTTPError) -> HTTPResponseHead {
        let transfer = Transfer(id: loop.makeID(), request: request, makeSink: sink)
        let loop = loop
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.whenDone = { continuation.resume(returning: $0) }
                loop.add(transfer)
            }
        } onCancel: {
            loop.cancel(transfer)
        }
        return try result.get()
    }

    /// Sends a request and holds its response's body in memory.
    ///
    /// - Parameter limit: How many bytes of the body are kept; the rest is read and dropped.
    /// - Throws: ``HTTPError``.
    package func collect(_ request: HTTPRequest, limit: Int = 8 << 20) async throws(HTTPError) -> HTTPResponse {
        let collector = BodyCollector(limit: limit)
        let head = try await send(request) { _ in collector }
        return HTTPResponse(head: head, body: collector.bytes)
    }
}

/// How long a request may wait.
package struct HTTPTimeouts: Sendable {
    /// For a connection, in seconds.
    package var connect = 15
    /// For the next byte of a response, in seconds.
    package var idle = 120

    /// The usual waits.
    package init() {}
}

/// A sink that keeps the first bytes of a body in memory.
package final class BodyCollector: BodySink {
    private let limit: Int
    private let kept = Mutex<[UInt8]>([])

    /// A collector of at most `limit` bytes.
    package init(limit: Int) {
        self.limit = limit
    }

    /// What was kept so far.
    package var bytes: [UInt8] { kept.withLock { $0 } }

    package func receive(_ bytes: Span<UInt8>) {
        kept.withLock { kept in
            let room = min(limit - kept.count, bytes.count)
            for index in 0..<max(0, room) { kept.append(bytes[index]) }
        }
    }
}
