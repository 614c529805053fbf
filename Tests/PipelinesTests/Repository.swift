import Streaming

/// The files that these tests are about.
enum Repository {
    /// The directory that the package stands in.
    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    /// The names of the pipelines that come with the program.
    static var pipelines: [String] {
        get throws {
            try Directory.names(in: "\(root)/pipelines").filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
        }
    }

    /// The bytes of a file.
    static func contents(of path: String) throws -> [UInt8] { try File.contents(of: "\(root)/\(path)") }
}
