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
        try pipeline.write(toFile: directory("p.yaml"), atomically: true, encoding: .utf8)
        let request = RunRequest(
            pipelinePath: directory("p.yaml"), parameters: [], configurationPath: nil,
            outputDirectory: directory("out"), stateDirectory: directory("state"),
            asOf: CivilDate(daysSinceEpoch: 20_000), jobs: 2, toolVersion: "0")
        let shares = Mutex<[Double?]>([])
        _ = try await Run(request, redactor: Redactor()) { event in
            if case .progressed("rows", _, _, let share) = event { shares.withLock { $0.append(share) } }
        }
        .run()
        let told = shares.withLock(\.self).compactMap(\.self)
        #expect(told.count == shares.withLock { $0.count } && told.count > 3)
        #expect(told == told.sorted() && told.dropFirst().first.map { $0 < 0.9 } == true && told.last == 1, "\(told)")
    }
}
