internal import Formats
internal import Streaming

/// A fixture with a list of objects: `{"customers": […]}`. It is small enough to hold.
enum ObjectFile {
    /// The objects of a file; none when there is no such file.
    static func objects(_ path: String, at steps: String...) throws(SandboxError) -> [JSONValue] {
        guard Directory.exists(path) else { return [] }
        let value = try Fixtures.json(try Fixtures.contents(of: path), path: path)
        guard let objects = steps.reduce(value, { (value: JSONValue?, step) in value?[step] })?.array else {
            throw SandboxError(code: .fixture, message: "\(path) has no list \(steps.joined(separator: "."))")
        }
        return objects
    }
}
