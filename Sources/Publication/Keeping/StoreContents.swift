internal import Formats
internal import Streaming

/// What lies in a store: content, and what still needs it.
struct StoreContents {
    /// Something that needs content: a published set that can be explained, or a fetch that can be used again.
    struct Holder {
        /// What needs the content.
        enum Kind {
            case set
            case fetch
        }

        let kind: Kind
        /// The file that says what is needed.
        let path: String
        /// When it was written, in seconds since 1970.
        let time: Int
        /// The digest of a set's manifest; empty for a fetch.
        let set: String
        /// The digests of what is needed.
        let digests: Set<String>
    }

    /// The lengths of all content, by its digest.
    private(set) var sizes: [String: Int] = [:]
    /// All that needs content, the oldest first.
    private(set) var holders: [Holder] = []
    /// Files that a program has left behind that was killed while it wrote them, with their lengths.
    private(set) var drafts: [(path: String, size: Int)] = []

    private static let digestLength = 64

    init(_ store: Store) throws(StreamingError) {
        try takeShelves(of: store)
        for path in try Self.files(in: store.sets) { try takeSet(path) }
        for pipeline in try Self.files(in: store.fetches) {
            for period in try Self.files(in: pipeline) {
                for path in try Self.files(in: period) { try takeFetch(path) }
            }
        }
        holders.sort { ($0.time, $0.path) < ($1.time, $1.path) }
    }

    /// The lengths of all content together.
    static func size(of store: Store) throws(StreamingError) -> Int {
        var contents = StoreContents()
        try contents.takeShelves(of: store)
        return contents.sizes.values.reduce(0, +)
    }

    private init() {}

    private mutating func takeShelves(of store: Store) throws(StreamingError) {
        guard Directory.exists(store.directory) else { return }
        for shelf in try Directory.names(in: store.directory) where shelf.utf8.count == 2 {
            try takeShelf("\(store.directory)/\(shelf)")
        }
    }

    private static func files(in directory: String) throws(StreamingError) -> [String] {
        guard Directory.exists(directory) else { return [] }
        return try Directory.names(in: directory).map { "\(directory)/\($0)" }
    }

    private mutating func takeShelf(_ shelf: String) throws(StreamingError) {
        for name in try Directory.names(in: shelf) {
            let size = try File.open("\(shelf)/\(name)").attributes().size
            if name.utf8.count == Self.digestLength {
                sizes[name] = size
            } else {
                drafts.append(("\(shelf)/\(name)", size))
            }
        }
    }

    private mutating func takeSet(_ path: String) throws(StreamingError) {
        guard let run = (try? JSONValue(parsing: File.contents(of: path))).flatMap(StoredRun.init) else {
            return try takeDraft(path)
        }
        let name = path.split(separator: "/").last ?? ""
        holders.append(
            Holder(
                kind: .set, path: path, time: try File.open(path).modificationTime(),
                set: String(name.dropLast(".json".count)), digests: run.digests))
    }

    private mutating func takeFetch(_ path: String) throws(StreamingError) {
        guard let fetch = KeptFetch(file: path) else { return try takeDraft(path) }
        holders.append(
            Holder(
                kind: .fetch, path: path, time: fetch.fetchedAt, set: "", digests: Set(fetch.bodies.map(\.digest))))
    }

    private mutating func takeDraft(_ path: String) throws(StreamingError) {
        drafts.append((path, try File.open(path).attributes().size))
    }
}
