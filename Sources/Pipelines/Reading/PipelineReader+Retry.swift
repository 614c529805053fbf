extension PipelineReader {
    /// How often a fetch is tried again: a number, or a mapping that says the wait too.
    func readRetry(_ node: YAMLNode?, _ values: ValueReader) -> StageRetry? {
        guard let node else { return nil }
        guard case .mapping = node.content else {
            return values.count(node, "retry", in: StageRetry.bounds).map { StageRetry(times: $0) }
        }
        guard let body = MappingReader(node, Language.retry, owner: "retry", log: log) else { return nil }
        let times = values.count(body.take("times"), "times", in: StageRetry.bounds)
        let wait = readWait(body.take("wait"), values)
        body.finish()
        return times.map { StageRetry(times: $0, wait: wait ?? StageRetry.usualWait) }
    }

    private func readWait(_ node: YAMLNode?, _ values: ValueReader) -> Duration? {
        guard let node, let wait = values.duration(node, "wait") else { return nil }
        if wait <= StageRetry.longestWait { return wait }
        log.report("wait must be a time from 1s to 15m: no wait between two tries is longer", at: node.position)
        return nil
    }
}
