import Pipelines
import Publication
import Records
import StreamOneIon
import Streaming
import TestSupport
import Testing

@testable import Runner

@Suite("What a run would fetch")
struct FetchPlanTests {
    private static let text = """
        version: 1
        name: p
        params: { period: { type: month, default: 2026-10 } }
        stages:
          report: { fetch: report, report_id: "49038", range: "${params.period}" }
          invoices: { fetch: invoices }
          files: { fetch: invoice-files, invoices: invoices }
        """

    private let today = CivilDate(year: 2026, month: 11, day: 2) ?? CivilDate(daysSinceEpoch: 0)

    private func request(_ state: String, _ reuse: ReusePolicy) -> RunRequest {
        var request = RunRequest(
            pipelinePath: "p.yaml", parameters: [], configurationPath: nil, outputDirectory: "out",
            stateDirectory: state, asOf: today, jobs: 1, toolVersion: "1")
        request.reuse = reuse
        request.serviceName = "sandbox"
        request.secondsSinceEpoch = { 1_000_000 }
        return request
    }

    private func plan(_ text: String, _ request: RunRequest) throws -> [FetchDecision] {
        let pipeline = try Pipeline.read(Array(text.utf8), file: "p.yaml", in: Surroundings(today: today))
        return FetchPlan(of: pipeline, text: Array(text.utf8), request, with: nil).entries.map(\.decision)
    }

    @Test("is told without fetching: what is kept, what changed, and what nobody can know before")
    func plan() throws {
        try withTemporaryDirectory { directory in
            let state = directory("state")
            let resuming = request(state, ReusePolicy(isResuming: true))
            #expect(
                try plan(Self.text, request(state, ReusePolicy())) == Array(repeating: .fetch(.notResuming), count: 3))
            #expect(
                try plan(Self.text, resuming)
                    == [.fetch(.nothingKept), .fetch(.nothingKept), .fetch(.unknownUntilRun)])
            #expect(!Directory.exists(state))

            // What a run keeps under the key that it makes itself.
            let pipeline = try Pipeline.read(Array(Self.text.utf8), file: "p.yaml", in: Surroundings(today: today))
            let recall = try FetchRecall(
                resuming, pipeline: "p", period: "2026-10", pipelineText: Array(Self.text.utf8))
            guard case .fetchReport(let report)? = pipeline.stage("report")?.task else { return }
            let digest = try Store(state: state).keep([1, 2, 3])
            let pending = recall.begin(
                "report", RequestIdentity(ofReport: report.reportID, report.query, with: nil),
                version: FetchReportStage.version)
            try pending.keep([.init(name: "report", contentType: nil, digest: digest, bytes: 3)])

            guard case .reuse(let kept)? = try plan(Self.text, resuming).first else {
                Issue.record("the report is not found")
                return
            }
            #expect(kept.fetchedAt == 1_000_000)
            let other = Self.text.replacing("49038", with: "49039")
            #expect(try plan(other, resuming).first == .fetch(.changed([.request])))
            let forced = request(state, ReusePolicy(isResuming: true, forcedStages: ["report"]))
            #expect(try plan(Self.text, forced).first == .fetch(.forced))
            try Directory.removeTree(Store(state: state).path(of: digest))
            #expect(try plan(Self.text, resuming).first == .fetch(.contentMissing))
        }
    }
}
