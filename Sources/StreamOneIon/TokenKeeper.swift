internal import Formats
internal import HTTPTransport
internal import Records
internal import Streaming

/// Keeps a valid access token at hand and renews it when it has expired.
///
/// A refresh token is good for one use. So a renewal happens under a lock beside the configuration file, the file is
/// read again once the lock is held (another process may have renewed it), and the new pair lies on the disk before
/// it is used.
actor TokenKeeper {
    private let client: HTTPClient
    private let redactor: Redactor
    private let note: @Sendable (String) -> Void
    private var configuration: IonConfiguration
    /// When the token in hand stops being trusted; `nil` until the service has been asked.
    private var deadline: ContinuousClock.Instant?
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// How long before its end a token is no longer used.
    private static let margin = Duration.seconds(60)

    /// - Parameters:
    ///   - redactor: Is told every new secret, so that no output shows it.
    ///   - note: Is told of renewals.
    init(
        _ configuration: IonConfiguration, client: HTTPClient, redactor: Redactor,
        note: @escaping @Sendable (String) -> Void
    ) {
        self.configuration = configuration
        self.client = client
        self.redactor = redactor
        self.note = note
    }

    /// A token that the service accepts, renewed first where it must be.
    ///
    /// - Parameter rejected: A token that the service has just refused; it is not handed out again.
    /// - Throws: ``IonError``; `CancellationError` where nothing is lost by stopping.
    func validToken(insteadOf rejected: Secret? = nil) async throws -> Secret {
        await enter()
        defer { leave() }
        guard let tokens = configuration.tokens else {
            throw IonError(
                .invalidConfiguration,
                "configuration \(configuration.path): \"v3.access_token\" and \"v3.refresh_token\" are missing")
        }
        if tokens.access != rejected, let deadline, deadline > .now { return tokens.access }
        if tokens.access != rejected, try await isAccepted(tokens.access) { return tokens.access }
        return try await renew()
    }

    /// One caller at a time goes on; the others wait here and then find its result.
    private func enter() async {
        while isBusy {
            await withCheckedContinuation { waiting.append($0) }
        }
        isBusy = true
    }

    private func leave() {
        isBusy = false
        let woken = waiting
        waiting = []
        woken.forEach { $0.resume() }
    }

    /// Asks the service how long a token is still good for.
    private func isAccepted(_ token: Secret) async throws -> Bool {
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await post("validateAccess", [("access_token", token.revealed)], isRepeatable: true)
        } catch  where error.code == .cancelled {
            throw CancellationError()
        } catch {
            throw IonError(error, while: "validating the token")
        }
        guard response.head.isSuccess else {
            guard [400, 401].contains(response.head.status) else {
                throw IonError(response.head, body: response.body, while: "validating the token", redactor: redactor)
            }
            return false
        }
        guard let seconds = (try? JSONValue(parsing: response.body))?["access_expires_in"]?.integer else {
            throw IonError(.unexpectedAnswer, "validating the token: the service did not say how long it is good for")
        }
        deadline = .now + .seconds(seconds) - Self.margin
        return Duration.seconds(seconds) > Self.margin
    }

    private func renew() async throws -> Secret {
        let lock = try await lockConfiguration()
        defer { withExtendedLifetime(lock) {} }
        let current = try IonConfiguration.load(configuration.path)
        if let tokens = current.tokens, tokens != configuration.tokens {
            configuration = current
            tokens.forEach(redactor.remember)
            note("the configuration has newer tokens: another process has renewed them")
            if try await isAccepted(tokens.access) { return tokens.access }
        }
        note("renewing the token")
        let token = try await exchange(current)
        note("the token is renewed, and the new pair saved")
        return token
    }

    /// Takes the lock beside the refresh token's file. Asks again and again instead of waiting in the kernel, so that it can be
    /// cancelled.
    private func lockConfiguration() async throws -> File {
        do {
            let lock = try File.openLock(configuration.lockPath)
            while try !isTaken(lock) { try await Task.sleep(for: .milliseconds(50)) }
            return lock
        } catch let error as StreamingError {
            throw IonError(
                .invalidConfiguration,
                "the tokens cannot be renewed: \(error). A renewal locks and replaces the file that they lie in, so its "
                    + "directory must be writable. Nothing was sent; the refresh token is still good")
        }
    }

    private func isTaken(_ lock: File) throws(StreamingError) -> Bool {
        do throws(StreamingError) {
            try lock.lock(isWaiting: false)
            return true
        } catch  where error.code == .locked {
            return false
        }
    }

    /// Trades the refresh token for a new pair.
    private func exchange(_ current: IonConfiguration) async throws(IonError) -> Secret {
        guard let tokens = current.tokens else { throw Self.lost("the configuration has no refresh token") }
        // Where the file cannot be written, that must show before the refresh token is used up.
        try current.save(tokens)
        let form = [("grant_type", "refresh_token"), ("refresh_token", tokens.refresh.revealed)]
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await postUncancelled("token", form)
        } catch {
            throw Self.unanswered(error)
        }
        guard response.head.isSuccess else {
            if response.head.status >= 500 || response.head.status == 429 { throw inTrouble(response) }
            throw Self.lost("the service does not accept the refresh token (status \(response.head.status))")
        }
        return try adopt(response.body, current)
    }

    /// A service in trouble may have used the refresh token up before it failed, or not. Asking again at once could
    /// spend a good token twice, so that is left to the next run: it sees which of the two it was.
    private func inTrouble(_ response: HTTPResponse) -> IonError {
        let error = IonError(response.head, body: response.body, while: "renewing the token", redactor: redactor)
        return IonError(
            error.code,
            "\(error.message) The renewal is not tried again by itself: a refresh token is good for one use, and nobody "
                + "can tell whether this one is used up. The next run finds out. If it says that the token is not "
                + "accepted: \(Self.portal)", status: error.status, apiCode: error.apiCode,
            requestID: error.requestID)
    }

    private func adopt(_ body: [UInt8], _ current: IonConfiguration) throws(IonError) -> Secret {
        let answer = try? JSONValue(parsing: body)
        guard let access = answer?["access_token"]?.string, let refresh = answer?["refresh_token"]?.string else {
            throw Self.lost("the service's answer to the renewal has no tokens")
        }
        guard Self.isToken(access), Self.isToken(refresh) else {
            throw Self.lost("what the service sent in the place of new tokens are none, and is not kept")
        }
        let tokens = IonConfiguration.TokenPair(access: Secret(access), refresh: Secret(refresh))
        tokens.forEach(redactor.remember)
        do throws(IonError) {
            try current.save(tokens)
        } catch {
            throw Self.lost("the service gave new tokens, and \(error.message); the old refresh token is used up")
        }
        configuration = current
        configuration.tokens = tokens
        deadline = .now + .seconds(answer?["expires_in"]?.integer ?? 0) - Self.margin
        return tokens.access
    }

    /// Whether a text can be a token. In the configuration it must not read as anything else: a reference to a file of
    /// the user's, above all.
    private static func isToken(_ text: String) -> Bool {
        let isReference = ["env:", "file:"].contains { text.lowercased().hasPrefix($0) }
        return !text.isEmpty && !isReference && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private func post(
        _ name: String, _ form: [(String, String)], isRepeatable: Bool
    ) async throws(HTTPError) -> HTTPResponse {
        let body = form.map { "\($0)=\($1.percentEncoded)" }.joined(separator: "&")
        let request = HTTPRequest(
            .post, "\(configuration.baseURL)/oauth/\(name)",
            body: (contentType: "application/x-www-form-urlencoded", bytes: Array(body.utf8)),
            isRepeatable: isRepeatable)
        return try await client.collect(request, limit: 64 << 10)
    }

    /// Posts to the end even when the caller is cancelled: an answer that nobody waits for is a lost refresh token.
    /// The transport's own time limits bound the wait.
    private func postUncancelled(_ name: String, _ form: [(String, String)]) async throws(HTTPError) -> HTTPResponse {
        let outcome = await Task { () async -> Result<HTTPResponse, HTTPError> in
            do throws(HTTPError) {
                return .success(try await post(name, form, isRepeatable: false))
            } catch {
                return .failure(error)
            }
        }.value
        return try outcome.get()
    }

    private static let portal =
        "In the StreamOne Ion portal open Settings > Users > Edit > Request New Credentials, and put the access token "
        + "and refresh token shown there into the configuration."

    private static func lost(_ reason: String) -> IonError {
        IonError(.tokenLost, "\(reason); it is good for one use and 32 days. \(portal)")
    }

    /// A renewal without an answer. Where nothing was sent, nothing is lost; otherwise the service may have used the
    /// refresh token up all the same.
    private static func unanswered(_ error: HTTPError) -> IonError {
        let activity = "renewing the token"
        guard error.wasSent else { return IonError(error, while: activity) }
        return IonError(
            .tokenLost,
            "\(activity): \(error.message) The refresh token may have been used up by this attempt. If the next run "
                + "says that it is not accepted: \(portal)")
    }
}

extension IonConfiguration.TokenPair {
    fileprivate func forEach(_ body: (Secret) -> Void) {
        body(access)
        body(refresh)
    }
}
