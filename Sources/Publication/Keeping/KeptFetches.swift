internal import Formats
package import Streaming

/// What the runs of a pipeline and period have fetched whole, by its key, for a run that resumes them.
///
/// One file a fetch, written in one step when the last byte lies in the store: what is found here is complete.
package struct KeptFetches: Sendable {
    private let directory: String
    private let store: Store

    /// What is kept for a pipeline and period; nothing is made before something is kept.
    package init(state: String, pipeline: String, period: String) {
        store = Store(state: state)
        directory = "\(store.fetches)/\(pipeline)/\(period)"
    }

    private func path(of key: FetchKey) -> String { "\(directory)/\(key.digest).json" }

    /// The fetch that is kept under a key; `nil` when there is none, or none that can be read.
    package func fetch(_ key: FetchKey) -> KeptFetch? {
        let fetch = KeptFetch(file: path(of: key))
        return fetch?.key == key ? fetch : nil
    }

    /// All that is kept, by the stage that has fetched it, the newest first.
    package func fetchesByStage() -> [String: [KeptFetch]] {
        let names = (try? Directory.names(in: directory)) ?? []
        let fetches = names.compactMap { KeptFetch(file: "\(directory)/\($0)") }
        return Dictionary(grouping: fetches.sorted { $0.fetchedAt > $1.fetchedAt }, by: \.stage)
    }

    /// Keeps a fetch whose bodies lie in the store.
    package func keep(_ fetch: KeptFetch) throws(StreamingError) {
        try Directory.create(directory)
        try File.replace(path(of: fetch.key), with: Array(fetch.json.indentedText.utf8), mode: 0o600)
    }

    /// Forgets everything: a run that fetches all anew shares nothing with those before it.
    package func forgetAll() throws(StreamingError) {
        try Directory.removeTree(directory)
    }

    /// Whether the store has the bodies of a fetch, going by their lengths.
    package func hasContent(of fetch: KeptFetch) -> Bool {
        fetch.bodies.allSatisfy { body in
            (try? File.open(store.path(of: body.digest)).attributes().size) == body.bytes
        }
    }

    /// The first body of a fetch whose bytes in the store are not those that were fetched; reads all of them.
    package func damagedBody(of fetch: KeptFetch) -> KeptFetch.Body? {
        fetch.bodies.first { !store.holds($0.digest) }
    }
}

extension KeptFetch {
    /// A fetch as it lies in a file; `nil` when there is none.
    init?(file path: String) {
        guard let text = try? File.contents(of: path), let value = try? JSONValue(parsing: text) else { return nil }
        self.init(value)
    }
}
