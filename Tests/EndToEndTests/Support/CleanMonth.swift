/// What a run of the fixtures' month publishes that nothing has disturbed.
actor CleanMonth {
    /// The one that all tests share.
    static let shared = CleanMonth()

    private var sets: [String: [String: [UInt8]]] = [:]

    /// The bytes of the published files, by their names below the pipeline's directory.
    ///
    /// - Parameter accept: How invoices come.
    func contents(accept: String = "json") async throws -> [String: [UInt8]] {
        if let set = sets[accept] { return set }
        var contents: [String: [UInt8]] = [:]
        try await withWorkplace { place in
            let words = accept == "json" ? [] : ["--param", "accept=\(accept)"]
            let ending = try await place.run(
                ["run", "pipelines/month-end.yaml", "--sandbox"] + Workplace.month + words)
            guard ending.code == 3 else { throw ProgramFailure(description: ending.error) }
            contents = try place.contents(below: "out/sandbox/month-end")
        }
        sets[accept] = contents
        return contents
    }
}
