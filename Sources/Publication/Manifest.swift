package import Formats
internal import Records
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

    /// The member that holds the digest of all others.
    private static let seal = "manifest_sha256"

    /// A manifest's text with its own digest as the last member, so that a changed byte shows in it too.
    ///
    /// - Parameter text: The text of ``json``, indented.
    package static func sealed(_ text: String) -> String {
        let end = "\n}\n"
        precondition(text.hasSuffix(end), "a manifest is an indented object")
        let digest = SHA256.digest(of: Array(text.utf8))
        return "\(text.dropLast(end.count)),\n  \"\(seal)\": \"\(digest)\"\(end)"
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

extension Manifest {
    /// The name under which a manifest is published.
    package static let fileName = "manifest.json"

    /// What a manifest's text says.
    ///
    /// - Throws: ``SetFault`` that names what is missing, of the wrong kind, or changed.
    init(parsing text: [UInt8]) throws(SetFault) {
        let root: SetDocument
        do throws(FormatError) {
            root = SetDocument(file: Self.fileName, value: try JSONValue(parsing: text))
        } catch {
            throw SetFault(file: Self.fileName, "is no JSON: \(error)")
        }
        guard try root.count("schema_version") == Self.schemaVersion else {
            throw try root.part("schema_version").fault("is a form that this program does not read")
        }
        let pipeline = try root.part("pipeline")
        self.init(
            toolVersion: try root.part("tool").text("version"), pipeline: try pipeline.text("name"),
            pipelineDigest: try pipeline.text("sha256"),
            inputs: try root.list("inputs").map { (part) throws(SetFault) in try ManifestEntry(part) },
            outputs: try root.list("outputs").map { (part) throws(SetFault) in try ManifestEntry(part) })
    }

    /// What is wrong with a manifest's own digest; `nil` when it is that of the rest of the text.
    static func faultOfSeal(in text: [UInt8]) -> SetFault? {
        guard var value = try? JSONValue(parsing: text), let digest = value[seal]?.string else {
            return SetFault(file: fileName, column: seal, "is missing")
        }
        value[seal] = nil
        let rest = value.indentedText
        let expected = SHA256.digest(of: Array(rest.utf8))
        guard digest == expected else {
            return SetFault(
                file: fileName, column: seal, "is not that of the rest of the file", expected: expected, found: digest)
        }
        let isAsWritten = sealed(rest).utf8.elementsEqual(text)
        return isAsWritten ? nil : SetFault(file: fileName, "is not written as the program writes it")
    }
}

extension ManifestEntry {
    fileprivate init(_ part: SetDocument) throws(SetFault) {
        let rows = try part.part("rows")
        self.init(
            name: try part.text("name"), bytes: try part.count("bytes"),
            rows: rows.value == .null ? nil : try part.count("rows"), digest: try part.text("sha256"),
            contentDigest: try part.text("content_sha256"))
    }
}
