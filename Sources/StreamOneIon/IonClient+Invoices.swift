package import Formats
package import HTTPTransport
public import Records

/// A file with the details of an invoice, for anyone who has its address.
public struct SignedFile: Sendable, Hashable {
    /// The whole address. Its query is what lets one in, so it is a secret.
    public let url: Secret
    /// The host that has the file.
    public let host: String
    /// The file's name, made of letters, digits, `.`, `-` and `_` only: it cannot lead out of a directory.
    public let name: String
}

extension SignedFile {
    /// The address, and what of it others may quote: the path with the query, and the query.
    fileprivate var secretAddresses: [Secret] {
        let text = url.revealed
        let path = text.firstRange(of: "://").map { text[$0.upperBound...].drop { $0 != "/" } } ?? ""
        return query.isEmpty ? [url] : [url, Secret(String(path)), Secret(String(query))]
    }

    /// The values of the query that are long enough to be signatures.
    fileprivate var secretValues: [Secret] {
        let values = query.split(separator: "&").compactMap { $0.split(separator: "=", maxSplits: 1).dropFirst().first }
        return values.filter { $0.utf8.count >= 16 }.map { Secret(String($0)) }
    }

    private var query: Substring { url.revealed.drop { $0 != "?" }.dropFirst() }
}

extension IonClient {
    /// The files with the details of an invoice.
    ///
    /// - Throws: Code ``IonError/Code/unexpectedAnswer`` when the answer has no list of addresses, or one that is
    ///   neither HTTPS nor on the service's own host.
    public func detailedFiles(ofInvoice id: String) async throws -> [SignedFile] {
        let activity = "listing the files of invoice \(id)"
        let collector = BodyCollector(limit: 4 << 20)
        _ = try await sendLegacy(
            .get, "invoices/\(id.percentEncoded)/detailed", accept: "application/json", while: activity
        ) { _ in collector.restarted() }
        guard let answer = try? JSONValue(parsing: collector.bytes),
            let urls = answer["data"]?["invoice"]?["detailedInvoiceFilesUrls"]?.array
        else { throw IonError(.unexpectedAnswer, "\(activity): the answer has no list \"detailedInvoiceFilesUrls\"") }
        return try urls.map { try signedFile($0.string ?? "", activity) }
    }

    private func signedFile(_ url: String, _ activity: String) throws(IonError) -> SignedFile {
        guard let file = SignedFile(url, insecureHost: Address(configuration.legacyBaseURL)?.insecureHost) else {
            let host = Address(url)?.host ?? ""
            throw IonError(
                .unexpectedAnswer,
                "\(activity): the address of a file is not one to download from safely (host \"\(host)\"); it must "
                    + "begin with https://")
        }
        file.secretAddresses.forEach(redactor.rememberAddress)
        file.secretValues.forEach(redactor.remember)
        return file
    }

    /// Downloads a file into a sink. The address alone lets one in: no credentials are sent.
    package func download(
        _ file: SignedFile, to sink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) async throws -> HTTPResponseHead {
        let request = HTTPRequest(.get, file.url.revealed, accept: "*/*")
        return try await exchange(request, while: "downloading \(file.name) from \(file.host)", to: sink)
    }

    /// The address of version 1.
    package var legacyBaseURL: String { configuration.legacyBaseURL }

    /// Whether version 1 is served by this machine itself: a sandbox.
    package var isLocal: Bool { Address(configuration.legacyBaseURL)?.isLoopback ?? false }

    /// Where orders to make invoices go.
    package var generationAddress: String { "\(configuration.legacyBaseURL)/invoices/generate" }

    /// Tells the service to make invoices. It is sent once, whatever comes of it: invoices that exist twice are worse than
    /// none.
    ///
    /// - Returns: The service's answer, as it came.
    /// - Throws: ``IonError``. After code ``IonError/Code/unavailable`` nobody knows whether the invoices were made.
    package func generateInvoices(_ generation: InvoiceGeneration) async throws -> JSONValue {
        let activity = "generating invoices of \(generation.source) for \(generation.month)"
        let collector = BodyCollector(limit: 16 << 20)
        let form = generation.form.map(\.encoded).joined(separator: "&")
        _ = try await sendLegacy(
            .post, "invoices/generate", form: form, accept: "application/json", while: activity
        ) { _ in collector.restarted() }
        do throws(FormatError) {
            return try JSONValue(parsing: collector.bytes)
        } catch {
            throw IonError(
                .unexpectedAnswer,
                "\(activity): the service took the order, but its answer is not JSON: \(error). Look at the invoices "
                    + "before you order again")
        }
    }
}

extension IonClient {
    /// Sends a request of version 1 with the key and its secret.
    ///
    /// - Parameter form: The body, a form that is encoded already. A request with one changes something, and is never
    ///   repeated.
    func sendLegacy(
        _ method: HTTPRequest.Method, _ target: String, form: String? = nil, accept: String, while activity: String,
        to sink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) async throws -> HTTPResponseHead {
        guard let keys = configuration.keys else {
            throw IonError(
                .invalidConfiguration,
                "\(activity): this belongs to version 1 of the API, which wants a key: configuration "
                    + "\(configuration.path) lacks \"v1.api_key\" and \"v1.api_secret\" (portal: Settings > Account "
                    + "Information)")
        }
        let request = HTTPRequest(
            method, "\(configuration.legacyBaseURL)/\(target)",
            authorization: .basic(user: keys.key, password: keys.secret), accept: accept,
            body: form.map { (contentType: "application/x-www-form-urlencoded", bytes: Array($0.utf8)) },
            isRepeatable: form == nil)
        return try await exchange(request, while: activity, to: sink)
    }
}
