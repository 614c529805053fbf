/// Quantities with a unit as flags have them.
extension Arguments {
    /// The value of a flag as a size in bytes: a whole number of MB or GB.
    func bytes(_ name: String) throws(UsageError) -> Int? {
        guard let text = value(name) else { return nil }
        if let size = Self.quantity(text, [("MB", 1_000_000), ("GB", 1_000_000_000)]) { return size }
        throw UsageError(message: "--\(name) must be a whole number of MB or GB, such as 64MB, not \"\(text)\"")
    }

    /// The value of a flag as a time in seconds: a whole number of seconds, minutes, hours or days.
    func seconds(_ name: String) throws(UsageError) -> Int? {
        guard let text = value(name) else { return nil }
        if let time = Self.quantity(text, [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)]) { return time }
        throw UsageError(
            message: "--\(name) must be a whole number with its unit, such as 90s, 30m, 6h or 2d, not \"\(text)\"")
    }

    private static func quantity(_ text: String, _ units: [(name: String, size: Int)]) -> Int? {
        for unit in units where text.hasSuffix(unit.name) {
            let digits = text.dropLast(unit.name.count)
            let isNumber = !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
            if isNumber, let count = Int(digits), (1...1_000_000).contains(count) { return count * unit.size }
        }
        return nil
    }
}
