internal import Formats
public import Records
internal import Streaming

/// The service's address and credentials, as the configuration file holds them.
///
/// The file has the form that the Python SDK uses: `v1.api_key`, `v1.api_secret`, `v3.access_token`,
/// `v3.refresh_token` and `accountid`; `v1.base_url` and `v3.base_url` are optional.
public struct IonConfiguration: Sendable {
    /// The credentials of version 1 of the API.
    public struct KeyPair: Sendable {
        /// The key.
        public let key: Secret
        /// What proves the key.
        public let secret: Secret
    }

    /// The credentials of version 3 of the API.
    public struct TokenPair: Sendable, Hashable {
        /// The token that calls carry; good for two hours.
        public var access: Secret
        /// The token that fetches the next pair; good for one use and 32 days.
        public var refresh: Secret
    }

    /// The file that the configuration was read from, and that new tokens are saved to.
    public let path: String
    /// The account whose data is fetched.
    public let accountID: String
    /// The address below which `/api/v3` and `/oauth` lie.
    public let baseURL: String
    /// The address of version 1.
    public let legacyBaseURL: String
    /// The credentials of version 1, if the file has them.
    public let keys: KeyPair?
    /// The credentials of version 3, if the file has them.
    public var tokens: TokenPair?

    /// Where StreamOne Ion lies, unless the file says otherwise.
    public static let publicBaseURL = "https://ion.tdsynnex.com"

    /// Every secret that the configuration holds.
    public var secrets: [Secret] {
        [keys?.key, keys?.secret, tokens?.access, tokens?.refresh].compactMap { $0 }
    }
}

extension IonConfiguration {
    /// Reads a configuration file.
    ///
    /// - Throws: Code ``IonError/Code/invalidConfiguration`` when the file cannot be read, when others than its owner
    ///   may read it, or when it lacks something.
    public static func load(_ path: String) throws(IonError) -> IonConfiguration {
        try checkPrivacy(path)
        let document = try document(at: path)
        guard let accountID = document["accountid"]?.text, !accountID.isEmpty else {
            throw invalid(path, "\"accountid\" is missing; it is the number of your account in StreamOne Ion")
        }
        let baseURL = (document["v3"]?["base_url"]?.string ?? publicBaseURL).withoutTrailingSlash
        return IonConfiguration(
            path: path,
            accountID: accountID,
            baseURL: baseURL,
            legacyBaseURL: (document["v1"]?["base_url"]?.string ?? baseURL + "/api/v1").withoutTrailingSlash,
            keys: try pair(document, path, "v1", "api_key", "api_secret").map { KeyPair(key: $0.0, secret: $0.1) },
            tokens: try pair(document, path, "v3", "access_token", "refresh_token")
                .map { TokenPair(access: $0.0, refresh: $0.1) }
        )
    }

    /// Puts new tokens into the file in one step, leaving everything else in it as it was.
    ///
    /// - Throws: Code ``IonError/Code/invalidConfiguration`` when the file cannot be written.
    func save(_ tokens: TokenPair) throws(IonError) {
        var document = try Self.document(at: path)
        document["v3"]?["access_token"] = .string(tokens.access.revealed)
        document["v3"]?["refresh_token"] = .string(tokens.refresh.revealed)
        do {
            try File.replace(path, with: Array(document.indentedText.utf8), mode: 0o600)
        } catch {
            throw IonError(.invalidConfiguration, "the new tokens could not be saved: \(error)")
        }
    }

    private static func checkPrivacy(_ path: String) throws(IonError) {
        do {
            let mode = try File.open(path).attributes().mode
            guard mode & 0o077 == 0 else {
                throw invalid(path, "others than you may read it; run: chmod 600 \(path)")
            }
        } catch let error as StreamingError {
            throw IonError(.invalidConfiguration, "the configuration is not readable: \(error)")
        } catch {
            throw invalid(path, "others than you may read it; run: chmod 600 \(path)")
        }
    }

    private static func document(at path: String) throws(IonError) -> JSONValue {
        do {
            return try JSONValue(parsing: try File.contents(of: path, limit: 1 << 20))
        } catch {
            throw invalid(path, "\(error)")
        }
    }

    /// Two secrets that only make sense together.
    private static func pair(
        _ document: JSONValue, _ path: String, _ section: String, _ first: String, _ second: String
    ) throws(IonError) -> (Secret, Secret)? {
        let values = (document[section]?[first]?.string ?? "", document[section]?[second]?.string ?? "")
        switch (values.0.isEmpty, values.1.isEmpty) {
        case (false, false): return (Secret(values.0), Secret(values.1))
        case (true, true): return nil
        case (true, false): throw invalid(path, "\"\(section).\(first)\" is missing")
        case (false, true): throw invalid(path, "\"\(section).\(second)\" is missing")
        }
    }

    private static func invalid(_ path: String, _ reason: String) -> IonError {
        IonError(.invalidConfiguration, "configuration \(path): \(reason)")
    }
}

extension JSONValue {
    /// The text of a string or of a number: some write the account's number without quotes.
    fileprivate var text: String? {
        switch self {
        case .string(let text), .number(let text): text
        default: nil
        }
    }
}

extension String {
    fileprivate var withoutTrailingSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
