import Pipelines
import Records
import Streaming

/// The secrets of a pipeline, read when a run begins.
struct RunSecrets: Sendable {
    private var values: [String: Secret] = [:]

    /// Reads the secrets that the pipeline's stages use.
    ///
    /// - Parameter redactor: Is told each of them before anything else is done with it.
    /// - Throws: ``RunFailure`` when one is not there, or in a file that others may read.
    init(_ pipeline: Pipeline, redactor: Redactor) throws(RunFailure) {
        let used = Set(pipeline.stages.compactMap(\.secret))
        for source in pipeline.secrets where used.contains(source.name) {
            let secret = try Self.read(source)
            redactor.remember(secret)
            values[source.name] = secret
        }
    }

    /// A secret that a stage uses.
    subscript(name: String) -> Secret? { values[name] }

    private static func read(_ source: SecretSource) throws(RunFailure) -> Secret {
        switch source.place {
        case .environment(let name):
            if let text = Environment.value(name), !text.isEmpty { return Secret(text) }
            throw RunFailure(
                .invalidPipeline,
                "secret \"\(source.name)\": the environment has no variable \(name); set it and run again")
        case .file(let path):
            do {
                let file = try File.open(path)
                guard try file.attributes().mode & 0o077 == 0 else {
                    throw RunFailure(
                        .invalidPipeline,
                        "secret \"\(source.name)\": others than you may read \(path); run: chmod 600 \(path)")
                }
                let text = String(decoding: try File.contents(of: path, limit: 64 << 10), as: UTF8.self)
                let secret = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
                if !secret.isEmpty { return Secret(secret) }
                throw RunFailure(.invalidPipeline, "secret \"\(source.name)\": the first line of \(path) is empty")
            } catch let failure as RunFailure {
                throw failure
            } catch {
                throw RunFailure(.invalidPipeline, "secret \"\(source.name)\": \(error)")
            }
        }
    }
}

extension Stage {
    /// The secret that the stage uses.
    fileprivate var secret: String? {
        guard case .notify(let task) = task, case .secret(let name) = task.target else { return nil }
        return name
    }
}
