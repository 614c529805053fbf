internal import Records

/// The parts of an address that decide whether it may be trusted.
struct Address {
    /// `https` or another scheme, in lower case.
    let scheme: String
    /// The host, with the port where the address names one.
    let host: String
    /// What comes behind the host, without the query and the fragment.
    let path: Substring

    /// The parts of an address; `nil` for text that is none, or that carries a user's name or a control character.
    init?(_ text: String) {
        guard let colon = text.firstRange(of: "://"), text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            return nil
        }
        let rest = text[colon.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "\\" }
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        scheme = text[..<colon.lowerBound].lowercased()
        host = authority.lowercased()
        path = rest[authority.endIndex...].prefix { $0 != "?" && $0 != "#" }
    }

    /// Whether the address is this machine's own, over HTTP.
    var isLoopback: Bool {
        let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
        let octets = name.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
        return scheme == "http" && (isIPv4 || name == "localhost" || name == "[::1]")
    }

    /// The host, when it is spoken to without TLS: a sandbox is.
    var insecureHost: String? { scheme == "http" ? host : nil }
}

extension SignedFile {
    /// The file behind an address; `nil` for an address that is not one to download from.
    ///
    /// - Parameter insecureHost: The one host that may be spoken to without TLS, because the service itself is.
    init?(_ url: String, insecureHost: String?) {
        guard let address = Address(url) else { return nil }
        guard address.scheme == "https" || (address.scheme == "http" && address.host == insecureHost) else {
            return nil
        }
        self.url = Secret(url)
        host = address.host
        name = Self.safeName(address.path.split(separator: "/").last ?? "")
    }

    /// A name with everything but ASCII letters, digits, `.`, `-` and `_` replaced, at most 100 characters long, and
    /// without a dot at its start.
    package static func safeName(_ segment: Substring) -> String {
        let isSafe: (Character) -> Bool = {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-" || $0 == "_")
        }
        let name = segment.suffix(100).map { isSafe($0) ? $0 : "_" }.drop { $0 == "." }
        return name.isEmpty ? "file" : String(name)
    }
}
