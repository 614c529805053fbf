import Formats
import HTTPTransport
import Pipelines
import Records

/// Tells others how a run ended, where the pipeline says so and the run may have effects.
struct Notifier: Sendable {
    /// A stage that tells somebody, with the address where it is known.
    private struct Recipient: Sendable {
        let stage: Stage
        let task: Notify
        let address: Secret?
    }

    private let recipients: [Recipient]
    private let request: RunRequest
    private let redactor: Redactor
    private let settings: HTTPSettings

    /// The notifier of a pipeline. What it needs is looked at before anything else is done.
    ///
    /// - Parameter settings: How the configuration says that servers are reached.
    /// - Throws: ``RunFailure`` when an address is not there, or its host is not declared.
    init(
        _ pipeline: Pipeline, _ request: RunRequest, redactor: Redactor, settings: HTTPSettings
    ) throws(RunFailure) {
        self.request = request
        self.redactor = redactor
        self.settings = settings
        let stages = pipeline.stages.compactMap { stage -> (Stage, Notify)? in
            if case .notify(let task) = stage.task { (stage, task) } else { nil }
        }
        guard !stages.isEmpty, request.sends else {
            recipients = stages.map { Recipient(stage: $0, task: $1, address: nil) }
            return
        }
        let secrets = try RunSecrets(pipeline, redactor: redactor)
        var recipients: [Recipient] = []
        for (stage, task) in stages {
            let address = try Self.address(task, secrets, pipeline.hosts)
            recipients.append(Recipient(stage: stage, task: task, address: address))
        }
        self.recipients = recipients
    }

    private static func address(
        _ task: Notify, _ secrets: RunSecrets, _ hosts: [String]
    ) throws(RunFailure) -> Secret {
        switch task.target {
        case .address(let text, _): return Secret(text)
        case .secret(let name):
            guard let address = secrets[name], let host = Notify.host(of: address.revealed) else {
                throw RunFailure(
                    .invalidPipeline, "secret \"\(name)\" is no address that begins with https://; notify needs one")
            }
            guard hosts.contains(host) else {
                throw RunFailure(
                    .invalidPipeline,
                    "the address in secret \"\(name)\" is at a host that `hosts` does not name; add it there if it may be "
                        + "called")
            }
            return address
        }
    }

    /// Tells all who are to know of a run that published its files.
    ///
    /// - Parameter skipped: The stages that are not to tell anybody.
    func tell(_ ending: RunEnding, exceptFor skipped: Set<String>) async -> [NotificationReport] {
        await tell(ending) { !skipped.contains($0.stage.name) && $0.task.occasion != .failed }
    }

    /// Tells all who are to know of a run that came to nothing. What a condition asks of stages is not known then, and
    /// keeps nobody from hearing of it.
    func tellOfFailure(_ ending: RunEnding) async -> [NotificationReport] {
        await tell(ending) {
            $0.task.occasion != .published && $0.stage.condition?.evaluate { _ in nil }.outcome != .fails
        }
    }

    private func tell(_ ending: RunEnding, _ isWanted: (Recipient) -> Bool) async -> [NotificationReport] {
        var reports: [NotificationReport] = []
        let text = redactor.redact(ending.json.compactText)
        for recipient in recipients.filter(isWanted) {
            let target = recipient.task.target.description
            let outcome: NotificationReport.Outcome
            if let address = recipient.address {
                outcome = await send(text, to: address)
            } else {
                let remedy = request.isDryRun ? "" : "; with --allow-effects it is"
                outcome = .withheld("nothing was sent to \(target)\(remedy). It would be: \(text)")
            }
            reports.append(NotificationReport(stage: recipient.stage.name, target: target, outcome: outcome))
        }
        return reports
    }

    private func send(_ text: String, to address: Secret) async -> NotificationReport.Outcome {
        let client = HTTPClient(settings.forNotifying)
        let request = HTTPRequest(
            .post, address.revealed, accept: "*/*", body: ("application/json", Array(text.utf8)), isRepeatable: true)
        do {
            let status = try await client.collect(request, limit: 64 << 10).head.status
            if (200..<300).contains(status) { return .sent }
            let redirect = (300..<400).contains(status) ? ", and redirects are not followed" : ""
            return .failed("it answered \(status)\(redirect)")
        } catch {
            return .failed(redactor.redact(error.reason))
        }
    }
}

extension RunRequest {
    /// Whether the run may change anything outside of this machine.
    fileprivate var sends: Bool { allowsEffects && !isDryRun }
}

extension HTTPSettings {
    /// The same servers, with less patience: nobody waits for a notification.
    fileprivate var forNotifying: HTTPSettings {
        var settings = self
        settings.timeouts.connect = min(settings.timeouts.connect, 10)
        settings.timeouts.idle = min(settings.timeouts.idle, 15)
        settings.timeouts.total = 30
        settings.retry.attempts = min(settings.retry.attempts, 3)
        return settings
    }
}
