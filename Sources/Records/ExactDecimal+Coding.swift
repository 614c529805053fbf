/// As text, which every reader takes for what it is; JSON's own numbers become binary fractions in most readers.
extension ExactDecimal: Codable {
    /// Reads the number from its text.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        do {
            try self.init(parsing: text)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\"\(text)\" \(error)"))
        }
    }

    /// Writes the number as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
