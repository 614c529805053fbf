internal import Formats
package import HTTPTransport
public import Records
internal import Streaming

/// The service's address and credentials, as the configuration file holds them.
///
/// The file has the form that the Python SDK uses: `v1.api_key`, `v1.api_secret`, `v3.access_token`,
/// `v3.refresh_token` and `accountid`; `v1.base_url`, `v1.fields_parameter`, `v3.base_url` and the section `http` are
/// optional. A value may be a
/// reference, `env:NAME` or `file:PATH`; tokens may lie in files, but not in the environment.
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

    /// The name of version 1's parameter that chooses the fields of each object, if the file says it. TD SYNNEX says
    /// that there is such a parameter and does not publish its name.
    public let fieldsParameter: String?

    /// How the service is reached.
    package var http: HTTPSettings
    /// The files that the tokens lie in, where the configuration refers to files.
    let tokenFiles: (access: String?, refresh: String?)

    /// Where StreamOne Ion lies, unless the file says otherwise.
    public static let publicBaseURL = "https://ion.tdsynnex.com"

    /// Every secret that the configuration holds.
    public var secrets: [Secret] {
        [keys?.key, keys?.secret, tokens?.access, tokens?.refresh].compactMap { $0 } + proxySecrets
    }

    /// The user's name and password in the proxy's address.
    private var proxySecrets: [Secret] {
        guard let proxy = http.proxy?.revealed, let scheme = proxy.firstRange(of: "://"),
            let end = proxy.lastIndex(of: "@")
        else { return [] }
        let user = proxy[scheme.upperBound..<end]
        let password = user.split(separator: ":", maxSplits: 1).dropFirst().map { Secret(String($0)) }
        return [Secret(String(user))] + password
    }

    /// Tells a redactor every secret, in every form that it may turn up in.
    func remember(in redactor: Redactor) {
        secrets.forEach(redactor.remember)
        if let keys { redactor.remember(user: keys.key, password: keys.secret) }
    }

    /// The file that is locked while tokens are renewed: beside the refresh token, whichever configuration names it.
    /// It is not the file itself, which a renewal replaces.
    var lockPath: String { Directory.resolved(tokenFiles.refresh ?? path) + ".lock" }
}

extension IonConfiguration {
    /// Reads a configuration file.
    ///
    /// - Throws: Code ``IonError/Code/invalidConfiguration`` when the file cannot be read, when others than its owner
    ///   may read it, when it lacks something, or when a reference in it leads nowhere.
    public static func load(_ path: String) throws(IonError) -> IonConfiguration {
        try load(path, environment: Environment.value)
    }

    /// Reads a configuration file, with the variables that its references mean.
    package static func load(
        _ path: String, environment: @escaping (String) -> String?
    ) throws(IonError) -> IonConfiguration {
        let document = try ConfigurationDocument(path: path, environment: environment)
        guard let accountID = try document.value(nil, "accountid")?.text else {
            throw document.fault("\"accountid\" is missing; it is the number of your account in StreamOne Ion")
        }
        let baseURL = (try document.value("v3", "base_url")?.text ?? publicBaseURL).withoutTrailingSlash
        let legacyBaseURL = try document.value("v1", "base_url")?.text ?? baseURL + "/api/v1"
        try requireSafe(baseURL, "v3.base_url", document)
        try requireSafe(legacyBaseURL, "v1.base_url", document)
        let keys = try pair(document, "v1", "api_key", "api_secret", use: .secret)
        let tokens = try pair(document, "v3", "access_token", "refresh_token", use: .rotatingSecret)
        return IonConfiguration(
            path: path,
            accountID: accountID,
            baseURL: baseURL,
            legacyBaseURL: legacyBaseURL.withoutTrailingSlash,
            keys: keys.map { KeyPair(key: Secret($0.text), secret: Secret($1.text)) },
            tokens: tokens.map { TokenPair(access: Secret($0.text), refresh: Secret($1.text)) },
            fieldsParameter: try document.value("v1", "fields_parameter")?.text,
            http: try document.httpSettings(),
            tokenFiles: (access: tokens?.0.file, refresh: tokens?.1.file)
        )
    }

    /// Credentials travel to these addresses: over TLS, or not beyond this machine.
    private static func requireSafe(
        _ url: String, _ key: String, _ document: ConfigurationDocument
    ) throws(IonError) {
        guard let address = Address(url), address.scheme == "https" || address.isLoopback else {
            throw document.fault("\"\(key)\" must begin with https://; only an address of this machine may do without")
        }
    }

    /// Puts new tokens where the old ones lie, each file in one step, leaving everything else in it as it was. The
    /// refresh token is first: without the access token a new one can still be had.
    ///
    /// - Throws: Code ``IonError/Code/invalidConfiguration`` when a file cannot be written.
    func save(_ tokens: TokenPair) throws(IonError) {
        do {
            // Behind a symbolic link the file itself is replaced, not the link.
            let path = Directory.resolved(path)
            if let file = tokenFiles.refresh { try Self.write(tokens.refresh, to: file) }
            if tokenFiles.refresh == nil || tokenFiles.access == nil {
                var document = try JSONValue(parsing: try File.contents(of: path, limit: 1 << 20))
                if tokenFiles.refresh == nil { document["v3"]?["refresh_token"] = .string(tokens.refresh.revealed) }
                if tokenFiles.access == nil { document["v3"]?["access_token"] = .string(tokens.access.revealed) }
                try File.replace(path, with: Array(document.indentedText.utf8), mode: 0o600)
            }
            if let file = tokenFiles.access { try Self.write(tokens.access, to: file) }
        } catch {
            let isFull = (error as? StreamingError)?.code == .noSpace
            throw IonError(
                isFull ? .noSpace : .invalidConfiguration, "the tokens cannot be saved: \(error)")
        }
    }

    private static func write(_ token: Secret, to file: String) throws(StreamingError) {
        try File.replace(Directory.resolved(file), with: Array("\(token.revealed)\n".utf8), mode: 0o600)
    }

    /// Two values that only make sense together.
    private static func pair(
        _ document: ConfigurationDocument, _ section: String, _ first: String, _ second: String,
        use: ConfigurationDocument.Use
    ) throws(IonError) -> (ConfigurationDocument.Value, ConfigurationDocument.Value)? {
        switch (try document.value(section, first, use: use), try document.value(section, second, use: use)) {
        case (let first?, let second?): return (first, second)
        case (nil, nil): return nil
        case (nil, _?): throw document.fault("\"\(section).\(first)\" is missing")
        case (_?, nil): throw document.fault("\"\(section).\(second)\" is missing")
        }
    }
}

extension String {
    fileprivate var withoutTrailingSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
