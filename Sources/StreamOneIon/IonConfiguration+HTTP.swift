internal import Formats
internal import HTTPTransport
internal import Records
internal import Streaming

extension ConfigurationDocument {
    private static let httpKeys = [
        "ca_file", "proxy", "connect_timeout", "idle_timeout", "total_timeout", "attempts", "retry_wait",
        "concurrency", "requests_per_second",
    ]
    private static let proxySchemes = ["http", "https", "socks5", "socks5h"]

    /// How the service is reached: the section `http`.
    func httpSettings() throws(IonError) -> HTTPSettings {
        var settings = HTTPSettings()
        guard let section = json["http"] else { return settings }
        guard let names = section.names else { throw fault("\"http\" must be an object") }
        for name in names where !Self.httpKeys.contains(name) {
            throw fault("\"http\" has no key \"\(name)\"; it has \(Self.httpKeys.joined(separator: ", "))")
        }
        settings.certificateFile = try certificateFile()
        settings.proxy = try proxy()
        settings.timeouts.connect = try number("connect_timeout", in: 1...3600) ?? settings.timeouts.connect
        settings.timeouts.idle = try number("idle_timeout", in: 1...86_400) ?? settings.timeouts.idle
        settings.timeouts.total = try number("total_timeout", in: 0...864_000) ?? settings.timeouts.total
        settings.retry.attempts = try number("attempts", in: 1...20) ?? settings.retry.attempts
        settings.retry.base = try retryWait() ?? settings.retry.base
        settings.limits.concurrency = try number("concurrency", in: 1...64) ?? settings.limits.concurrency
        settings.limits.interval = try interval()
        return settings
    }

    /// How far apart requests begin, so that so many begin in a second.
    private func interval() throws(IonError) -> Duration? {
        guard let value = json["http"]?["requests_per_second"] else { return nil }
        if case .number(let text) = value, let rate = Double(text), (0.01...1000).contains(rate) {
            return .microseconds(Int(1_000_000 / rate))
        }
        throw fault("\"http.requests_per_second\" must be a number from 0.01 to 1000, not \(value.compactText)")
    }

    private func certificateFile() throws(IonError) -> String? {
        guard let name = try value("http", "ca_file")?.text else { return nil }
        let file = resolved(name)
        do {
            let start = try File.contents(of: file, limit: 16 << 20)
            guard start.firstRange(of: Array("-----BEGIN ".utf8)) != nil else {
                throw StreamingError(code: .corrupt, message: "\(file) has no certificate in the form PEM")
            }
            return file
        } catch {
            throw fault("\"http.ca_file\" cannot be used: \(error)")
        }
    }

    private func proxy() throws(IonError) -> Secret? {
        guard let text = try value("http", "proxy", use: .secret)?.text else { return nil }
        let scheme = text.firstRange(of: "://").map { text[..<$0.lowerBound].lowercased() }
        guard let scheme, Self.proxySchemes.contains(scheme), !text.contains(where: \.isWhitespace) else {
            let known = Self.proxySchemes.map { "\($0)://" }.joined(separator: ", ")
            throw fault("\"http.proxy\" must be an address that begins with one of \(known)")
        }
        return Secret(text)
    }

    private func number(_ name: String, in range: ClosedRange<Int>) throws(IonError) -> Int? {
        guard let value = json["http"]?[name] else { return nil }
        if let number = value.integer, range.contains(number) { return number }
        throw fault(
            "\"http.\(name)\" must be a whole number from \(range.lowerBound) to \(range.upperBound), not "
                + value.compactText)
    }

    private func retryWait() throws(IonError) -> Duration? {
        guard let value = json["http"]?["retry_wait"] else { return nil }
        if case .number(let text) = value, let seconds = Double(text), (0...600).contains(seconds) {
            return .milliseconds(Int(seconds * 1000))
        }
        throw fault("\"http.retry_wait\" must be a number of seconds from 0 to 600, not \(value.compactText)")
    }
}
