import Foundation
import Records
import Synchronization
import TestSupport
import Testing

@testable import Runner

@Suite("How far a stage says that it has come")
struct ProgressTests {
    @Test("Of a CSV file that is read in segments, the share grows from the first segment to the whole")
    func segments() async throws {
        let directory = try TemporaryDirectory()
        let rows = (0..<160_000).map { "row-\($0),\($0)\n" }.joined()
        try ("name,number\n" + rows).write(toFile: directory("rows.csv"), atomically: true, encoding: .utf8)
        let pipeline = """
            version: 1
            name: p
            stages:
              file: { read: rows.csv }
              rows: { parse: file }

            """
        let shares = try await shares(of: "rows", pipeline, in: directory)
        let told = shares.compactMap(\.self)
        #expect(told.count == shares.count && told.count > 3)
        #expect(told == told.sorted() && told.dropFirst().first.map { $0 < 0.9 } == true && told.last == 1, "\(told)")
    }

    @Test(
        "Of a report that arrives, it is the share of the length that the service announces", arguments: [true, false])
    func arriving(isAnnounced: Bool) async throws {
        let server = try Self.reportServer(announcesLength: isAnnounced)
        let directory = try TemporaryDirectory()
        let configuration = """
            {"v3": {"access_token": "a", "refresh_token": "r", "base_url": "\(server.baseURL)"}, "accountid": "1"}
            """
        let file = (path: directory("ion.json"), bytes: Data(configuration.utf8))
        try #require(
            FileManager.default.createFile(
                atPath: file.path, contents: file.bytes, attributes: [.posixPermissions: 0o600]))
        let pipeline = """
            version: 1
            name: p
            stages:
              report: { fetch: report, report_id: "49038", range: 2026-10 }
              copy: { write: report, to: report.json }

            """
        let shares = try await shares(of: "report", pipeline, in: directory, configuration: file.path)
        guard isAnnounced else { return #expect(!shares.isEmpty && shares.allSatisfy { $0 == nil }) }
        let told = shares.compactMap(\.self)
        #expect(told.count == shares.count && told.count > 3)
        #expect(told == told.sorted() && told.first.map { $0 < 0.9 } == true && told.last == 1, "\(told)")
    }

    private static func reportServer(announcesLength: Bool) throws -> ScriptedServer {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let description = try String(
            contentsOf: root.appending(path: "fixtures/month-end/reports/49038.json"), encoding: .utf8)
        let rows = String(repeating: "a,1\\n", count: 200_000)
        let body = #"{"results":"name,number\n"# + rows + #"","resultCount":"200000"}"#
        let chunked =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + String(body.utf8.count, radix: 16) + "\r\n" + body + "\r\n0\r\n\r\n"
        return try ScriptedServer { request in
            if request.target.hasSuffix("/reportDataCsv") {
                return [announcesLength ? .response(200, body) : .text(chunked)]
            }
            let isReport = request.target.hasSuffix("/reports/49038")
            return [.response(200, isReport ? description : #"{"access_expires_in":7000,"refresh_expires_in":700000}"#)]
        }
    }

    /// Runs a pipeline; returns what a stage says each time.
    private func shares(
        of stage: String, _ pipeline: String, in directory: TemporaryDirectory, configuration: String? = nil
    ) async throws -> [Double?] {
        try pipeline.write(toFile: directory("p.yaml"), atomically: true, encoding: .utf8)
        let request = RunRequest(
            pipelinePath: directory("p.yaml"), parameters: [], configurationPath: configuration,
            outputDirectory: directory("out"), stateDirectory: directory("state"),
            asOf: CivilDate(daysSinceEpoch: 20_000), jobs: 2, toolVersion: "0")
        let shares = Mutex<[Double?]>([])
        _ = try await Run(request, redactor: Redactor()) { event in
            if case .progressed(stage, _, _, let share) = event { shares.withLock { $0.append(share) } }
        }
        .run()
        return shares.withLock(\.self)
    }
}
