internal import Formats
internal import Streaming

/// What must be the same for something that was fetched to be used again.
///
/// Its components are kept apart, so that a difference can be told by name. Paths, names and times of files are not among
/// them.
package struct FetchKey: Sendable, Hashable {
    /// A part of the key.
    package enum Component: String, Sendable, Hashable, CaseIterable {
        /// The address of the service.
        case service
        /// Method, path, query, what the answer may be, and how a list is cut into pages.
        case request
        /// A salted digest of the account and of whose credentials are sent.
        case account
        /// The version of the code that fetches and checks.
        case stageVersion = "stage_version"
        /// The content of what the request was made of, where it was made of something fetched.
        case inputs
    }

    private let values: [Component: String]

    /// A key from its components; one that is empty is as good as none.
    package init(_ values: [Component: String]) {
        self.values = values.filter { !$0.value.isEmpty }
    }

    /// A component; empty where the key has no such thing.
    package subscript(component: Component) -> String { values[component] ?? "" }

    /// The components in which two keys differ.
    package func difference(to other: FetchKey) -> [Component] {
        Component.allCases.filter { self[$0] != other[$0] }
    }

    /// The name under which something with this key is kept.
    var digest: String { SHA256.digest(of: Array(json.compactText.utf8)) }

    /// The key as it is kept.
    var json: JSONValue {
        .object(Component.allCases.map { .init($0.rawValue, .string(self[$0])) })
    }

    /// A key that was kept; `nil` when the value is none.
    init?(_ value: JSONValue) {
        var values: [Component: String] = [:]
        for component in Component.allCases {
            guard let text = value[component.rawValue]?.string else { return nil }
            values[component] = text
        }
        self.init(values)
    }
}
