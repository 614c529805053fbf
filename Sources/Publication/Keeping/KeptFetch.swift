internal import Formats

/// Something that was fetched whole: a list with all its pages, a report, the files of an invoice.
package struct KeptFetch: Sendable, Hashable {
    /// A body; the store has its bytes.
    package struct Body: Sendable, Hashable {
        /// What tells it from the others of the fetch: a page's number, or a file's name.
        package let name: String
        /// The content type that the service gave it.
        package let contentType: String?
        /// The SHA-256 of its bytes.
        package let digest: String
        /// How many bytes it has.
        package let bytes: Int
        /// Whether stages read it; the page that only ends a list is not read.
        package let isRead: Bool

        /// A body from its parts.
        package init(name: String, contentType: String?, digest: String, bytes: Int, isRead: Bool = true) {
            self.name = name
            self.contentType = contentType
            self.digest = digest
            self.bytes = bytes
            self.isRead = isRead
        }
    }

    /// The stage that fetched it.
    package let stage: String
    /// What must be the same for it to be used again.
    package let key: FetchKey
    /// When fetching it began, in seconds since 1970: what it says is at least that old.
    package let fetchedAt: Int
    /// The bodies, as they came.
    package let bodies: [Body]
    /// What could not use it, where something could not: whoever is the same will fail the same.
    package var failedUse: String?

    /// A fetch from its parts.
    package init(stage: String, key: FetchKey, fetchedAt: Int, bodies: [Body], failedUse: String? = nil) {
        self.stage = stage
        self.key = key
        self.fetchedAt = fetchedAt
        self.bodies = bodies
        self.failedUse = failedUse
    }

    private static let schemaVersion = 1

    /// The fetch as it is kept.
    var json: JSONValue {
        [
            "schema_version": .number(String(Self.schemaVersion)),
            "stage": .string(stage),
            "key": key.json,
            "fetched_at": .number(String(fetchedAt)),
            "failed_use": failedUse.map(JSONValue.string) ?? .null,
            "bodies": .array(bodies.map(\.json)),
        ]
    }

    /// A fetch that was kept; `nil` when the value is none.
    init?(_ value: JSONValue) {
        guard value["schema_version"]?.integer == Self.schemaVersion, let stage = value["stage"]?.string,
            let key = value["key"].flatMap(FetchKey.init), let fetchedAt = value["fetched_at"]?.integer,
            let elements = value["bodies"]?.array
        else { return nil }
        let bodies = elements.compactMap(Body.init)
        guard bodies.count == elements.count else { return nil }
        self.init(
            stage: stage, key: key, fetchedAt: fetchedAt, bodies: bodies, failedUse: value["failed_use"]?.string)
    }
}

extension KeptFetch.Body {
    fileprivate var json: JSONValue {
        [
            "name": .string(name),
            "content_type": contentType.map(JSONValue.string) ?? .null,
            "sha256": .string(digest),
            "bytes": .number(String(bytes)),
            "read": .boolean(isRead),
        ]
    }

    fileprivate init?(_ value: JSONValue) {
        guard let name = value["name"]?.string, let digest = value["sha256"]?.string,
            let bytes = value["bytes"]?.integer, case .boolean(let isRead)? = value["read"]
        else { return nil }
        self.init(
            name: name, contentType: value["content_type"]?.string, digest: digest, bytes: bytes, isRead: isRead)
    }
}
