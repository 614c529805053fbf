import Formats
import Records
import StreamOneIon
import Streaming

/// A configuration file of a test.
struct ConfigurationFile {
    let path: String

    /// Writes the file.
    init(_ path: String, _ text: String, mode: UInt32 = 0o600) throws {
        self.path = path
        try File.replace(path, with: Array(text.utf8), mode: mode)
    }

    /// A file that is there already.
    init(reading path: String) {
        self.path = path
    }

    /// A file with a pair of tokens for a service.
    ///
    /// - Parameter http: The section `http`; a single attempt, if nothing else is said.
    init(
        _ path: String, baseURL: String, access: String = "access-1", refresh: String = "refresh-1",
        http: String = #"{"attempts": 1}"#
    ) throws {
        try self.init(
            path,
            #"{"accountid": "17017", "v3": {"base_url": "\#(baseURL)", "#
                + #""access_token": "\#(access)", "refresh_token": "\#(refresh)"}, "http": \#(http)}"#)
    }

    /// The access token and the refresh token that the file holds.
    var tokens: [String] {
        get throws {
            let document = try JSONValue(parsing: try File.contents(of: path))
            return ["access_token", "refresh_token"].map { document["v3"]?[$0]?.string ?? "none" }
        }
    }
}
