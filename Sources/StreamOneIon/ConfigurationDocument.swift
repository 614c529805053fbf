internal import Formats
internal import Streaming

/// The text of a configuration file, with the references in it followed.
///
/// A value `env:NAME` stands for a variable of the environment, a value `file:PATH` for what a file holds, without the
/// line end behind it. Paths begin at the directory of the configuration.
struct ConfigurationDocument {
    /// What a value is used for; it decides which references may stand for it.
    enum Use {
        /// Anybody may know it.
        case plain
        /// A file that holds it must be its owner's alone.
        case secret
        /// As a secret; and a renewal writes another in its place, which an environment cannot hold.
        case rotatingSecret
    }

    /// A value and the file that a reference found it in.
    struct Value {
        var text: String
        var file: String?
    }

    let path: String
    let json: JSONValue
    private let environment: (String) -> String?

    /// Reads a file that only its owner may read.
    init(path: String, environment: @escaping (String) -> String?) throws(IonError) {
        self.path = path
        self.environment = environment
        try Self.checkPrivacy(path, in: path)
        do {
            json = try JSONValue(parsing: try File.contents(of: path, limit: 1 << 20))
        } catch {
            throw Self.fault(path, "\(error)")
        }
    }

    /// A value by its name and, where it has one, its section's; `nil` when there is none or it is empty.
    ///
    /// - Throws: Code ``IonError/Code/invalidConfiguration`` when a reference leads nowhere or may not be one.
    func value(_ section: String?, _ name: String, use: Use = .plain) throws(IonError) -> Value? {
        let key = section.map { "\($0).\(name)" } ?? name
        guard let text = (section.map { json[$0] } ?? json)?[name]?.text, !text.isEmpty else { return nil }
        if text.hasPrefix("env:") { return try variable(String(text.dropFirst(4)), key, use) }
        if text.hasPrefix("file:") { return try content(String(text.dropFirst(5)), key, use) }
        return Value(text: text, file: nil)
    }

    /// A path of the configuration as seen from here: it begins at the configuration's directory.
    func resolved(_ name: String) -> String {
        let directory = Directory.parent(of: path)
        return name.hasPrefix("/") || directory == "." ? name : "\(directory)/\(name)"
    }

    /// A fault in this file.
    func fault(_ reason: String) -> IonError { Self.fault(path, reason) }

    private static func fault(_ path: String, _ reason: String) -> IonError {
        IonError(.invalidConfiguration, "configuration \(path): \(reason)")
    }

    private func variable(_ name: String, _ key: String, _ use: Use) throws(IonError) -> Value {
        if use == .rotatingSecret {
            throw fault(
                "\"\(key)\" cannot be \"env:\(name)\": every renewal gives a new token, and an environment cannot be "
                    + "written back. Put the token here, or into a file and say \"file:PATH\"")
        }
        guard let value = environment(name), !value.isEmpty else {
            throw fault("\"\(key)\" is \"env:\(name)\", and there is no variable \(name) in the environment")
        }
        return Value(text: value, file: nil)
    }

    private func content(_ name: String, _ key: String, _ use: Use) throws(IonError) -> Value {
        let file = resolved(name)
        do {
            var bytes = try File.contents(of: file, limit: 64 << 10)
            if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            if use != .plain { try Self.checkPrivacy(file, in: path) }
            guard !bytes.isEmpty else { throw fault("\"\(key)\" is \"file:\(name)\", and \(file) is empty") }
            return Value(text: String(decoding: bytes, as: UTF8.self), file: file)
        } catch let error as StreamingError {
            throw fault("\"\(key)\" is \"file:\(name)\": \(error)")
        } catch {
            throw error as? IonError ?? fault("\"\(key)\": \(error)")
        }
    }

    private static func checkPrivacy(_ file: String, in path: String) throws(IonError) {
        let mode: UInt32
        do {
            mode = try File.open(file).attributes().mode
        } catch {
            throw IonError(.invalidConfiguration, "the configuration is not readable: \(error)")
        }
        let which = file == path ? "" : "of \(file): "
        guard mode & 0o077 == 0 else {
            throw fault(path, "\(which)others than you may read it; run: chmod 600 \(file)")
        }
    }
}

extension JSONValue {
    /// The text of a string or of a number: some write the account's number without quotes.
    fileprivate var text: String? {
        switch self {
        case .string(let text), .number(let text): text
        default: nil
        }
    }

    /// The names of an object's members; `nil` for anything else.
    var names: [String]? {
        if case .object(let members) = self { members.map(\.name) } else { nil }
    }
}
