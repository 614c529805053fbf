import Publication
import StreamOneIon
import Streaming

/// Makes keys of requests.
struct FetchKeys: Sendable {
    /// Goes into the digest of the account.
    private let salt: String
    /// Stands for the service and the account where their address and keys change with every run, as a sandbox's do.
    private let serviceName: String?
    /// The days since 1970.
    private let day: Int
    /// What the fetched things are used for: the pipeline with its values, and the program's version.
    let use: String

    init(_ request: RunRequest, salt: String, pipelineText: [UInt8]) {
        self.salt = salt
        serviceName = request.serviceName
        day = request.secondsSinceEpoch() / 86_400
        let values = request.parameters.map { "\($0.name)=\($0.value)" } + ["\(request.asOf)", request.toolVersion]
        use = SHA256.digest(of: pipelineText + Array("\0\(values.joined(separator: "\0"))".utf8))
    }

    /// The key of a request.
    func key(_ identity: RequestIdentity, version: String, inputs: String = "") -> FetchKey {
        let account = SHA256.digest(of: Array(([salt] + identity.account).joined(separator: "\n").utf8))
        return FetchKey([
            .service: serviceName ?? identity.service,
            .request: identity.request + (identity.dependsOnDay ? "; on day \(day)" : ""),
            .account: serviceName == nil ? account : "",
            .stageVersion: version,
            .inputs: inputs,
        ])
    }
}
