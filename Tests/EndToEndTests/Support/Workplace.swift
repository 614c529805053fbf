import Foundation
import Streaming
import Synchronization
import TestSupport

/// A directory of its own in which the program runs as a user would run it in the package's: it sees the package's
/// `pipelines` and `fixtures`, and what it writes is gone with the test.
final class Workplace: Sendable {
    /// The directory of the package.
    static let packageRoot = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .path(percentEncoded: false)
    /// The account that the fixtures belong to.
    static let account = "17017"

    private let work: TemporaryDirectory
    private let streams: TemporaryDirectory
    private let count = Mutex(0)

    /// A workplace that stays until the last reference to it goes; use ``withWorkplace(_:)``.
    fileprivate init() throws {
        (work, streams) = (try TemporaryDirectory(), try TemporaryDirectory())
        for name in ["pipelines", "fixtures"] {
            try FileManager.default.createSymbolicLink(
                atPath: path(name),
                withDestinationPath: Self.packageRoot + "/" + name
            )
        }
    }

    /// The path of a name in the directory.
    func path(_ name: String) -> String { work(name) }

    /// Starts the program under test.
    ///
    /// - Parameter isAnnouncing: Whether the test waits for what it first says.
    func start(_ words: [String], isAnnouncing: Bool = false) throws -> Program {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return try Program(
            Program.crossfoot(),
            words,
            in: work.path,
            streams: "\(streams.path)/\(number)",
            isAnnouncing: isAnnouncing
        )
    }

    /// Runs the program under test to its end.
    func run(_ words: String...) async throws -> Ending {
        try await run(words)
    }

    /// Runs the program under test to its end.
    func run(_ words: [String]) async throws -> Ending {
        try await Turnstile.programs.pass { try await self.start(words).ending() }
    }

    /// Runs a program of the system to its end.
    func runSystem(_ executable: String, _ words: String...) async throws -> Ending {
        try await runSystem(executable, words)
    }

    /// Runs a program of the system to its end.
    func runSystem(_ executable: String, _ words: [String]) async throws -> Ending {
        let streams = "\(streams.path)/system-\(UUID().uuidString)"
        return try await Turnstile.programs.pass {
            try await Program(executable, words, in: self.work.path, streams: streams).ending()
        }
    }
}

/// Gives a test a workplace.
func withWorkplace(_ body: (Workplace) async throws -> Void) async throws {
    let place = try Workplace()
    try await body(place)
    withExtendedLifetime(place) {}
}

/// What is in the workplace.
extension Workplace {
    /// Writes a file, with permission bits.
    func write(_ name: String, _ text: String, mode: Int = 0o644) throws {
        try write(name, Array(text.utf8), mode: mode)
    }

    /// Writes a file, with permission bits.
    func write(_ name: String, _ bytes: [UInt8], mode: Int = 0o644) throws {
        let url = URL(filePath: path(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
    }

    /// Copies a file, or a directory with all that is in it.
    func copy(_ name: String, to other: String) throws {
        let target = URL(filePath: path(other))
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: URL(filePath: path(name)), to: target)
    }

    /// A file's bytes.
    func bytes(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path(name))))
    }

    /// A file's text.
    func text(of name: String) throws -> String {
        String(decoding: try bytes(of: name), as: UTF8.self)
    }

    /// A gzipped file's content.
    func expanded(_ name: String) throws -> [UInt8] {
        let packed = try bytes(of: name)
        var reader = GzipReader()
        var content: [UInt8] = []
        try reader.read(packed.span) { piece in
            for index in piece.indices { content.append(piece[index]) }
        }
        try reader.finish()
        return content
    }

    /// A gzipped CSV file's rows, each by its headings.
    func rows(of name: String) throws -> [[String: String]] {
        CSVText.rows(String(decoding: try expanded(name), as: UTF8.self))
    }

    /// The names of all files below a directory, sorted; none where there is no such directory.
    func files(below name: String) throws -> [String] {
        guard let paths = FileManager.default.subpaths(atPath: path(name)) else { return [] }
        return try paths.filter { file in
            let attributes = try FileManager.default.attributesOfItem(atPath: path(name + "/" + file))
            return attributes[.type] as? FileAttributeType != .typeDirectory
        }.sorted()
    }

    /// What unfinished runs have left in a state directory, directories too.
    func unfinishedRuns(state: String = ".crossfoot") -> [String] {
        FileManager.default.subpaths(atPath: path(state + "/runs")) ?? []
    }

    /// The bytes of all files below a directory, by their names.
    func contents(below name: String) throws -> [String: [UInt8]] {
        try files(below: name).reduce(into: [:]) { $0[$1] = try bytes(of: name + "/" + $1) }
    }
}

/// The month of the fixtures.
extension Workplace {
    /// What every run of the fixtures' month is told.
    static let month = ["--param", "period=2026-10", "--as-of", "2026-11-23"]
    /// Where a run of `month-end.yaml` against a sandbox of its own publishes.
    static let sandboxSet = "out/sandbox/month-end/2026-10"
    /// Where a run of `local-files.yaml` publishes.
    static let localSet = "out/local-files/2026-10"

    /// The fixtures' report, as lines with their line ends; some records span two.
    static func report() throws -> String {
        try String(contentsOfFile: packageRoot + "/fixtures/month-end/reports/49038.csv", encoding: .utf8)
    }

    /// Runs `month-end.yaml` against a sandbox of its own.
    func runMonthEnd(_ words: String...) async throws -> Ending {
        try await run(["run", "pipelines/month-end.yaml", "--sandbox"] + Self.month + words)
    }

    /// Runs `local-files.yaml`.
    func runLocalFiles(_ words: String...) async throws -> Ending {
        try await run(["run", "pipelines/local-files.yaml"] + Self.month + words)
    }

    /// Writes a configuration for a client of a service.
    ///
    /// - Parameter http: The section `http`; a single attempt, if nothing else is said.
    func writeConfiguration(
        _ name: String = "ion.json",
        service: String,
        access: String = "an-access-token",
        refresh: String = "a-refresh-token",
        key: String = "an-api-key",
        secret: String = "an-api-secret",
        http: String = #"{"attempts": 1}"#,
        mode: Int = 0o600
    ) throws {
        let text = """
            {
              "v3": {"access_token": "\(access)", "refresh_token": "\(refresh)", "base_url": "\(service)"},
              "v1": {"api_key": "\(key)", "api_secret": "\(secret)"},
              "accountid": "\(Self.account)",
              "http": \(http),
              "note": {"kept": [1, 2.50, null, "Å"]}
            }
            """
        try write(name, text, mode: mode)
    }
}
