package import Pipelines
package import Records
import Streaming
import Synchronization

/// Runs a test that stands in a pipeline file: on what it gives, in a directory that is removed afterwards.
package struct PipelineTestRun: Sendable {
    private let path: String
    private let test: PipelineTest
    private let asOf: CivilDate
    private let jobs: Int
    private let toolVersion: String

    /// A run of a test.
    ///
    /// - Parameters:
    ///   - path: The pipeline file.
    ///   - today: The day that counts as today, where the test says none.
    package init(of test: PipelineTest, in path: String, today: CivilDate, jobs: Int, toolVersion: String) {
        self.path = path
        self.test = test
        asOf = test.asOf ?? today
        self.jobs = jobs
        self.toolVersion = toolVersion
    }

    /// Runs the pipeline and compares what comes of it with what is expected.
    ///
    /// - Returns: Everything that differs.
    /// - Throws: `StreamingError` when there is no room for the test's directory; `CancellationError`.
    package func run() async throws -> PipelineTestResult {
        let directory = "\(Environment.value("TMPDIR") ?? "/tmp")/crossfoot-test-\(RandomToken.make(length: 12))"
        try Directory.create(directory, mode: 0o700)
        defer { try? Directory.removeTree(directory) }
        let given: [String: String]
        do {
            given = try write(below: directory + "/given")
        } catch {
            return result([TestDifference(at: test.position, "what is given cannot be used: \(error)")])
        }
        let request = RunRequest(
            pipelinePath: path, parameters: test.parameters, configurationPath: nil,
            outputDirectory: directory + "/out", stateDirectory: directory + "/state", asOf: asOf, jobs: jobs,
            toolVersion: toolVersion, given: given)
        let ending = try await end(of: request, hiding: directory)
        return result(TestComparison(test: test, ending: ending).differences)
    }

    private func result(_ differences: [TestDifference]) -> PipelineTestResult {
        PipelineTestResult(name: test.name, position: test.position, differences: differences)
    }

    /// How the run ends. Messages do not show where the test's files lay.
    private func end(of request: RunRequest, hiding directory: String) async throws -> TestEnding {
        let skipped = Mutex<[String: String]>([:])
        let run = Run(request, redactor: Redactor()) { event in
            if case .skipped(let stage, let reason) = event { skipped.withLock { $0[stage] = reason } }
        }
        do {
            let pipeline = try request.readPipeline()
            let given = request.given ?? [:]
            // Whichever stage fails first, what is missing is told; a stage with a condition tells it when it begins.
            let isCertain: (Stage) -> Bool = {
                $0.condition == nil && $0.needs.isEmpty && !pipeline.lacksItems($0)
            }
            if let stage = pipeline.stages.first(where: { isCertain($0) && pipeline.lacksInput($0, given) }) {
                throw UngivenInput(stage: stage.baseName)
            }
            let result = try await run.run()
            return .ran(result, pipeline, skipped: skipped.withLock(\.self))
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let failure = RunFailure(error)
            let message = failure.message.replacing(directory + "/given/", with: "").replacing(
                directory + "/", with: "")
            // That the test cannot be tried is no way for the pipeline to end.
            if failure.exitCode == .invalidPipeline { return .untried(message) }
            return .failed(failure.exitCode, message)
        }
    }

    // MARK: - What is given

    /// Writes what stands in the test itself, and makes sure that the files that it names are there.
    ///
    /// - Returns: The files, by stage.
    private func write(below directory: String) throws(StreamingError) -> [String: String] {
        try Directory.create(directory)
        var paths: [String: String] = [:]
        for (stage, content) in test.given {
            switch content {
            case .file(let path):
                _ = try File.open(path)
                paths[stage] = path
            case .inline(let form, let text):
                let path = "\(directory)/\(Self.fileName(stage, among: paths.values)).\(form)"
                try File.replace(path, with: Array(text.utf8))
                paths[stage] = path
            }
        }
        return paths
    }

    /// A name for the file of a stage; that of a leg may have anything in it.
    private static func fileName(_ stage: String, among paths: some Collection<String>) -> String {
        let safe = String(stage.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_[]".contains($0)) ? $0 : "_" })
        return stage == safe ? safe : "\(paths.count)-\(safe.prefix(60))"
    }
}

/// How a tested run has ended.
enum TestEnding: Sendable {
    /// It came to its end.
    case ran(RunResult, Pipeline, skipped: [String: String])
    /// It failed, as a run may.
    case failed(ExitCode, String)
    /// It could not be tried.
    case untried(String)
}
