package import Formats
internal import Streaming

/// What a run read and published, with the digest of every file: enough to check the set without the program.
package struct Manifest: Sendable {
    /// The version of the manifest's own form.
    package static let schemaVersion = 1

    /// The program's version.
    package let toolVersion: String
    /// The pipeline's name.
    package let pipeline: String
    /// The SHA-256 of the pipeline file.
    package let pipelineDigest: String
    /// What was read: fetched bodies and local files, in the order of the stages.
    package let inputs: [ManifestEntry]
    /// What was written, by name.
    package let outputs: [ManifestEntry]

    /// A manifest from its parts.
    package init(
        toolVersion: String, pipeline: String, pipelineDigest: String, inputs: [ManifestEntry], outputs: [ManifestEntry]
    ) {
        self.toolVersion = toolVersion
        self.pipeline = pipeline
        self.pipelineDigest = pipelineDigest
        self.inputs = inputs
        self.outputs = outputs.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// The manifest as it is published.
    package var json: JSONValue {
        [
            "schema_version": .number(String(Self.schemaVersion)),
            "tool": ["name": "crossfoot", "version": .string(toolVersion)],
            "pipeline": ["name": .string(pipeline), "sha256": .string(pipelineDigest)],
            "inputs": .array(inputs.map(Self.json)),
            "outputs": .array(outputs.map(Self.json)),
        ]
    }

    private static func json(_ entry: ManifestEntry) -> JSONValue {
        [
            "name": .string(entry.name),
            "bytes": .number(String(entry.bytes)),
            "rows": entry.rows.map { .number(String($0)) } ?? .null,
            "sha256": .string(entry.digest),
            "content_sha256": .string(entry.contentDigest),
        ]
    }
}
