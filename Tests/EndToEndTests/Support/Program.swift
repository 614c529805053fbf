import Foundation

/// How a program ended, and what it wrote.
struct Ending: Sendable {
    /// The exit code.
    let code: Int32
    /// Standard output.
    let output: String
    /// Standard error.
    let error: String

    /// The lines of standard error.
    var errorLines: [String] { error.split(separator: "\n", omittingEmptySubsequences: true).map(String.init) }

    /// The lines of standard error from the program's last word on: without the progress before it.
    var message: String {
        guard let start = error.range(of: "crossfoot ", options: [])?.lowerBound else { return "" }
        return String(error[start...])
    }
}

/// What stands between a test and the program that it runs.
struct ProgramFailure: Error, CustomStringConvertible {
    let description: String
}

/// A program that runs beside the tests. Its two streams go into files: those lose nothing.
final class Program: Sendable {
    private let process: Process
    private let streams: (output: String, error: String)
    private let ended: AsyncStream<Int32>
    private let announcements = Pipe()

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - directory: Where it works.
    ///   - streams: A path to which the names of the two files of its streams are added.
    ///   - isAnnouncing: Whether standard output is a pipe, for ``announcement()``.
    init(
        _ executable: String,
        _ words: [String],
        in directory: String,
        streams: String,
        isAnnouncing: Bool = false
    ) throws {
        self.streams = (streams + ".stdout", streams + ".stderr")
        process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = words
        process.currentDirectoryURL = URL(filePath: directory)
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": directory, "LANG": "C.UTF-8", "TZ": "UTC"]
        process.standardInput = FileHandle.nullDevice
        let output = try Self.writing(to: self.streams.output)
        process.standardOutput = isAnnouncing ? announcements.fileHandleForWriting : output
        process.standardError = try Self.writing(to: self.streams.error)
        let (ended, end) = AsyncStream.makeStream(of: Int32.self)
        self.ended = ended
        process.terminationHandler = { process in
            end.yield(process.terminationStatus)
            end.finish()
        }
        try process.run()
    }

    private static func writing(to path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw ProgramFailure(description: "cannot create \(path)") }
        return handle
    }

    /// Waits until the program has ended; to be called once.
    func ending() async throws -> Ending {
        guard let code = await ended.first(where: { _ in true }) else {
            throw ProgramFailure(description: "the test was cancelled before the program ended")
        }
        return Ending(code: code, output: try text(of: streams.output), error: try text(of: streams.error))
    }

    /// The first text that the program writes to standard output; empty when it ends without any.
    func announcement() async -> String {
        let pipe = announcements.fileHandleForReading
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: String(decoding: pipe.availableData, as: UTF8.self))
            }
        }
    }

    /// Sends the program a signal.
    func send(_ signal: Int32) {
        kill(process.processIdentifier, signal)
    }

    private func text(of path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
}

extension Program {
    /// The program under test: it is built into the directory that the test bundle stands in.
    static func crossfoot() throws -> String {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let bundles = CommandLine.arguments.filter { $0.contains(".xctest") }
        for path in [own, Bundle.main.executablePath, Bundle.main.bundlePath].compactMap(\.self) + bundles {
            let candidate = URL(filePath: path).deletingLastPathComponent().appending(path: "crossfoot")
            let file = candidate.path(percentEncoded: false)
            if FileManager.default.isExecutableFile(atPath: file) { return file }
        }
        throw ProgramFailure(description: "crossfoot is not beside the tests; build it with: swift build --build-tests")
    }
}
