/// What is fuzzed: the readers of what other people write.
public enum FuzzFormat: String, CaseIterable, Sendable {
    case csv
    case json
    case xml
    case gzip
    case pipeline

    /// Reads an input in every way that must come to the same, and says where two ways did not.
    ///
    /// Everything that varies is decided by the input, so the same input always does the same.
    ///
    /// - Returns: What does not hold; `nil` when all does.
    public func fault(in input: [UInt8]) -> String? {
        var choices = FuzzChoices(for: input)
        switch self {
        case .csv: return RecordProperties.csvFault(in: input, &choices)
        case .json: return RecordProperties.jsonFault(in: input, &choices)
        case .xml: return RecordProperties.xmlFault(in: input, &choices)
        case .gzip: return GzipProperties.fault(in: input, &choices)
        case .pipeline: return PipelineProperties.fault(in: input)
        }
    }
}
