/// Sends requests and hands response bytes on as they come, over libcurl.
///
/// All transfers run on one thread of the client's own; a task that awaits a response holds no thread.
package final class HTTPClient: Sendable {
    private let loop: TransferLoop
    private let settings: HTTPSettings
    private let gate: RequestGate
    private let observe: @Sendable (HTTPEvent) -> Void

    /// A client with no connections yet.
    ///
    /// - Parameter observe: Is told of every attempt and of every wait; called in the task that sends.
    package init(
        _ settings: HTTPSettings = HTTPSettings(), observe: @escaping @Sendable (HTTPEvent) -> Void = { _ in }
    ) {
        self.settings = settings
        self.observe = observe
        gate = RequestGate(settings.limits, sleep: settings.retry.sleep)
        loop = TransferLoop()
        loop.start()
    }

    deinit {
        loop.close()
    }

    /// Sends a request and hands its response's body to a sink; again where it may be repeated and the failure may
    /// pass. What is behind a content coding is handed on, not the coding.
    ///
    /// - Parameter sink: Makes the sink once the head is known; called on the transport's thread, anew for each
    ///   attempt.
    /// - Returns: The head, after the last byte of the body; the last attempt's, where there were several.
    /// - Throws: ``HTTPError``. A status such as 404 is not an error here.
    package func send(
        _ request: HTTPRequest, to sink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) async throws(HTTPError) -> HTTPResponseHead {
        var number = 1
        while true {
            let outcome: Result<HTTPResponseHead, HTTPError>
            do throws(CancellationError) {
                outcome = try await gate.pass(hasWaited: number > 1) {
                    await attempt(request, number: number, sink)
                }
            } catch {
                throw HTTPError(.cancelled, "the request was cancelled", attempt: number)
            }
            // What the service asks of one, all grant it.
            if case .success(let head) = outcome, [429, 503].contains(head.status), let asked = head.askedWait {
                gate.hold(for: min(asked, settings.retry.patience))
            }
            guard request.isRepeatable, let (reason, asked) = Self.transientFault(in: outcome),
                let wait = settings.retry.wait(afterAttempts: number, asked: asked)
            else { return try outcome.get() }
            number += 1
            observe(
                .retrying(
                    HTTPEvent.Retry(
                        request: request, next: number, limit: settings.retry.attempts, wait: wait, reason: reason)))
            do {
                try await settings.retry.sleep(wait)
            } catch {
                throw HTTPError(.cancelled, "the request was cancelled", attempt: number - 1)
            }
        }
    }

    /// Sends a request and holds its response's body in memory.
    ///
    /// - Parameter limit: How many bytes the body may have; that of a failed response is cut there.
    /// - Throws: ``HTTPError``; its cause is ``BodyTooLarge`` when the body is larger.
    package func collect(_ request: HTTPRequest, limit: Int = 8 << 20) async throws(HTTPError) -> HTTPResponse {
        let answer = BodyCollector(limit: limit)
        let complaint = BodyCollector(limit: limit, cutsAtLimit: true)
        let head = try await send(request) { head in (head.isSuccess ? answer : complaint).restarted() }
        return HTTPResponse(head: head, body: (head.isSuccess ? answer : complaint).bytes)
    }

    private func attempt(
        _ request: HTTPRequest, number: Int, _ sink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) async -> Result<HTTPResponseHead, HTTPError> {
        let transfer = Transfer(
            id: loop.makeID(), request: request, attempt: number, settings: settings, makeSink: sink)
        let loop = loop
        let start = ContinuousClock.now
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.whenDone = { continuation.resume(returning: $0) }
                loop.add(transfer)
            }
        } onCancel: {
            loop.cancel(transfer)
        }
        let (head, reason): (HTTPResponseHead?, String?) =
            switch outcome {
            case .success(let head): (head, nil)
            case .failure(let error): (nil, error.reason)
            }
        observe(
            .finished(
                HTTPEvent.Attempt(
                    request: request, number: number, status: head?.status, protocolName: head?.protocolName,
                    reason: reason, bytes: transfer.receivedCount, duration: ContinuousClock.now - start)))
        return outcome
    }

    /// Why an attempt is worth repeating, and how long the service asks to wait; `nil` when it is not.
    private static func transientFault(
        in outcome: Result<HTTPResponseHead, HTTPError>
    ) -> (reason: String, asked: Duration?)? {
        switch outcome {
        case .success(let head) where RetryPolicy.isTransient(status: head.status):
            ("answered \(head.status)", head.askedWait)
        case .failure(let error) where RetryPolicy.isTransient(error.code): ("failed: \(error.reason)", nil)
        default: nil
        }
    }
}
