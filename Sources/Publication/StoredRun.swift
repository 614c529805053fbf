internal import Formats

/// What a run has read, for reading it again.
package struct StoredRun: Sendable, Hashable {
    /// A fetched body, or a local file.
    package struct Input: Sendable, Hashable {
        /// The stage that fetched or read it.
        package let stage: String
        /// What evidence and the manifest call it.
        package let name: String
        /// The content type that the service gave it.
        package let contentType: String?
        /// Whether the service wraps CSV into JSON here.
        package let isReport: Bool
        /// The SHA-256 of the file.
        package let digest: String
        /// How many bytes it has.
        package let bytes: Int
        /// Where a local file lies, from the root on; `nil` for what was fetched, which the store has itself.
        package let path: String?

        /// An input from its parts.
        package init(
            stage: String, name: String, contentType: String?, isReport: Bool, digest: String, bytes: Int,
            path: String?
        ) {
            self.stage = stage
            self.name = name
            self.contentType = contentType
            self.isReport = isReport
            self.digest = digest
            self.bytes = bytes
            self.path = path
        }
    }

    /// The pipeline file, as it was named.
    package let pipelinePath: String
    /// The SHA-256 of its text, which is in the store.
    package let pipelineDigest: String
    /// What was read.
    package let inputs: [Input]

    private static let schemaVersion = 1

    /// A run from its parts.
    package init(pipelinePath: String, pipelineDigest: String, inputs: [Input]) {
        self.pipelinePath = pipelinePath
        self.pipelineDigest = pipelineDigest
        self.inputs = inputs
    }

    /// The run as the store keeps it.
    var json: JSONValue {
        [
            "schema_version": .number(String(Self.schemaVersion)),
            "pipeline": ["path": .string(pipelinePath), "sha256": .string(pipelineDigest)],
            "inputs": .array(inputs.map(\.json)),
        ]
    }

    /// A run that the store has kept; `nil` when the value is none.
    init?(_ value: JSONValue) {
        guard value["schema_version"]?.integer == Self.schemaVersion,
            let path = value["pipeline"]?["path"]?.string, let digest = value["pipeline"]?["sha256"]?.string,
            let elements = value["inputs"]?.array
        else { return nil }
        let inputs = elements.compactMap(Input.init)
        guard inputs.count == elements.count else { return nil }
        self.init(pipelinePath: path, pipelineDigest: digest, inputs: inputs)
    }
}

extension StoredRun.Input {
    fileprivate var json: JSONValue {
        [
            "stage": .string(stage),
            "name": .string(name),
            "content_type": contentType.map(JSONValue.string) ?? .null,
            "report": .boolean(isReport),
            "sha256": .string(digest),
            "bytes": .number(String(bytes)),
            "path": path.map(JSONValue.string) ?? .null,
        ]
    }

    fileprivate init?(_ value: JSONValue) {
        guard let stage = value["stage"]?.string, let name = value["name"]?.string,
            let digest = value["sha256"]?.string, let bytes = value["bytes"]?.integer,
            case .boolean(let isReport)? = value["report"]
        else { return nil }
        self.init(
            stage: stage, name: name, contentType: value["content_type"]?.string, isReport: isReport, digest: digest,
            bytes: bytes, path: value["path"]?.string)
    }
}
