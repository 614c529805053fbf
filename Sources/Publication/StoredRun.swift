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

    /// A file that the pipeline included.
    package struct Fragment: Sendable, Hashable {
        /// Its path, as the pipeline resolved it.
        package let path: String
        /// The SHA-256 of its text, which is in the store.
        package let digest: String

        /// A fragment from its parts.
        package init(path: String, digest: String) {
            self.path = path
            self.digest = digest
        }
    }

    /// What stages were fanned out over that was found in records.
    package struct Items: Sendable, Hashable {
        /// The parse stage of the records.
        package let stage: String
        /// The column.
        package let column: String
        /// Its values, in the order of the legs.
        package let values: [String]

        /// Items from their parts.
        package init(stage: String, column: String, values: [String]) {
            self.stage = stage
            self.column = column
            self.values = values
        }
    }

    /// The pipeline file, as it was named.
    package let pipelinePath: String
    /// The SHA-256 of its text, which is in the store.
    package let pipelineDigest: String
    /// What was read.
    package let inputs: [Input]
    /// The files that the pipeline included.
    package let fragments: [Fragment]
    /// What stages were fanned out over, sorted by stage and column.
    package let items: [Items]

    private static let schemaVersion = 1

    /// A run from its parts.
    package init(
        pipelinePath: String, pipelineDigest: String, inputs: [Input], fragments: [Fragment] = [], items: [Items] = []
    ) {
        self.pipelinePath = pipelinePath
        self.pipelineDigest = pipelineDigest
        self.inputs = inputs
        self.fragments = fragments
        self.items = items.sorted { ($0.stage, $0.column) < ($1.stage, $1.column) }
    }

    /// The SHA-256 of all that the store must have for the run's rows to be read again.
    var digests: Set<String> { Set(inputs.map(\.digest) + fragments.map(\.digest) + [pipelineDigest]) }

    /// The run as the store keeps it.
    var json: JSONValue {
        var json: JSONValue = [
            "schema_version": .number(String(Self.schemaVersion)),
            "pipeline": ["path": .string(pipelinePath), "sha256": .string(pipelineDigest)],
            "inputs": .array(inputs.map(\.json)),
        ]
        if !fragments.isEmpty { json["fragments"] = .array(fragments.map(\.json)) }
        if !items.isEmpty { json["items"] = .array(items.map(\.json)) }
        return json
    }

    /// A run that the store has kept; `nil` when the value is none.
    init?(_ value: JSONValue) {
        guard value["schema_version"]?.integer == Self.schemaVersion,
            let path = value["pipeline"]?["path"]?.string, let digest = value["pipeline"]?["sha256"]?.string,
            let elements = value["inputs"]?.array
        else { return nil }
        let inputs = elements.compactMap(Input.init)
        let (fragmentValues, itemValues) = (value["fragments"]?.array ?? [], value["items"]?.array ?? [])
        let fragments = fragmentValues.compactMap(Fragment.init)
        let items = itemValues.compactMap(Items.init)
        guard inputs.count == elements.count, fragments.count == fragmentValues.count,
            items.count == itemValues.count
        else { return nil }
        self.init(pipelinePath: path, pipelineDigest: digest, inputs: inputs, fragments: fragments, items: items)
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

extension StoredRun.Fragment {
    fileprivate var json: JSONValue { ["path": .string(path), "sha256": .string(digest)] }

    fileprivate init?(_ value: JSONValue) {
        guard let path = value["path"]?.string, let digest = value["sha256"]?.string else { return nil }
        self.init(path: path, digest: digest)
    }
}

extension StoredRun.Items {
    fileprivate var json: JSONValue {
        ["stage": .string(stage), "column": .string(column), "values": .array(values.map(JSONValue.string))]
    }

    fileprivate init?(_ value: JSONValue) {
        guard let stage = value["stage"]?.string, let column = value["column"]?.string,
            let elements = value["values"]?.array
        else { return nil }
        let values = elements.compactMap(\.string)
        guard values.count == elements.count else { return nil }
        self.init(stage: stage, column: column, values: values)
    }
}
