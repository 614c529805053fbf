/// Tells another service, a webhook, how the run ended.
package struct Notify: Sendable, Hashable {
    /// After which ends it is sent.
    package enum Occasion: String, Sendable, CaseIterable {
        case ended
        case published
        case failed
    }

    /// Where it is sent.
    package enum Target: Sendable, Hashable, CustomStringConvertible {
        /// An address that stands in the file; its host is declared.
        case address(String, host: String)
        /// An address that is a secret; its host is looked at when it is known.
        case secret(String)

        package var description: String {
            switch self {
            case .address(_, let host): host
            case .secret(let name): "the address in secret \"\(name)\""
            }
        }
    }

    /// Where it is sent.
    package let target: Target
    /// After which ends.
    package let occasion: Occasion
}

extension Notify {
    /// The host of an address that may be notified: over TLS, or on this machine; `nil` for any other.
    package static func host(of address: String) -> String? {
        let isSecure = address.hasPrefix("https://")
        guard isSecure || address.hasPrefix("http://") else { return nil }
        let rest = address.drop { $0 != ":" }.dropFirst(3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.isEmpty, !authority.contains("@"), !address.contains(where: \.isWhitespace) else { return nil }
        let host =
            authority.hasPrefix("[")
            ? String(authority.prefix { $0 != "]" }) + "]" : String(authority.prefix { $0 != ":" })
        let isLocal = host == "localhost" || host == "127.0.0.1" || host == "[::1]"
        return isSecure || isLocal ? host : nil
    }
}
