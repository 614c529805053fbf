internal import Foundation

/// A new, empty directory that is removed with all that is in it when the last reference goes.
///
/// Swift lets go of a value after its last use, so tests reach one through ``withTemporaryDirectory(_:)-(_)``.
package final class TemporaryDirectory: Sendable {
    /// The directory's path, without a slash at the end.
    package let path: String

    /// Creates a directory whose name nothing else has.
    package init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "crossfoot-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        path = url.path(percentEncoded: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a name in the directory.
    package func callAsFunction(_ name: String) -> String {
        path + "/" + name
    }
}

/// Runs a test with a directory of its own.
package func withTemporaryDirectory<Result>(_ body: (TemporaryDirectory) throws -> Result) throws -> Result {
    let directory = try TemporaryDirectory()
    return try withExtendedLifetime(directory) { try body(directory) }
}

/// Runs an asynchronous test with a directory of its own.
nonisolated(nonsending) package func withTemporaryDirectory<Result>(
    _ body: nonisolated(nonsending) (TemporaryDirectory) async throws -> Result
) async throws -> Result {
    let directory = try TemporaryDirectory()
    let result = try await body(directory)
    return withExtendedLifetime(directory) { result }
}
