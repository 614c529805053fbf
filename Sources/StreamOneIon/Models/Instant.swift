public import Records

/// A point in time, as the API writes them: `2024-01-03T16:29:10.491Z`. A day alone is its first instant.
///
/// The text is kept and given back as it came. Instants are compared to the nanosecond by what they mean.
public struct Instant: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The text, as it came.
    public let description: String
    /// The day in UTC.
    public let date: CivilDate
    /// The seconds since the beginning of 1970 in UTC, leap seconds not counted.
    public let secondsSinceEpoch: Int
    /// The nanoseconds beyond the second; digits behind the ninth are dropped.
    public let nanoseconds: Int

    /// An instant from its text (ISO 8601 with seconds, and an offset or `Z`), or from a day such as `2026-10-31`.
    ///
    /// - Throws: `CivilDate.ParsingFault`.
    public init(parsing text: String) throws(CivilDate.ParsingFault) {
        date = try CivilDate(parsing: text)
        description = text
        let bytes = Array(text.utf8)
        guard bytes.count > 10, let day = try? CivilDate(parsing: String(text.prefix(10))) else {
            (secondsSinceEpoch, nanoseconds) = (Int(date.daysSinceEpoch) * 86_400, 0)
            return
        }
        let time = Self.number(bytes[11..<13]) * 3600 + Self.number(bytes[14..<16]) * 60 + Self.number(bytes[17..<19])
        let fraction =
            bytes.dropFirst(19).first == UInt8(ascii: ".")
            ? bytes.dropFirst(20).prefix { (0x30...0x39).contains($0) } : []
        let offset = bytes.dropFirst(19 + (fraction.isEmpty ? 0 : fraction.count + 1))
        secondsSinceEpoch = Int(day.daysSinceEpoch) * 86_400 + time - Self.offsetInSeconds(offset)
        nanoseconds = Self.number(fraction.prefix(9) + repeatElement(0x30, count: max(0, 9 - fraction.count)))
    }

    /// The number that some decimal digits stand for. The text was checked by `CivilDate`.
    private static func number(_ digits: some Sequence<UInt8>) -> Int {
        digits.reduce(0) { $0 * 10 + Int($1 & 0xF) }
    }

    private static func offsetInSeconds(_ text: ArraySlice<UInt8>) -> Int {
        guard text.count == 6, let sign = text.first else { return 0 }
        let hoursAndMinutes = text.dropFirst().filter { $0 != UInt8(ascii: ":") }
        let seconds = number(hoursAndMinutes.prefix(2)) * 3600 + number(hoursAndMinutes.suffix(2)) * 60
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }

    /// Whether both are the same point in time, however they are written.
    public static func == (left: Instant, right: Instant) -> Bool {
        left.secondsSinceEpoch == right.secondsSinceEpoch && left.nanoseconds == right.nanoseconds
    }

    /// Feeds what makes two of them the same into a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(secondsSinceEpoch)
        hasher.combine(nanoseconds)
    }

    /// Whether the left one is earlier.
    public static func < (left: Instant, right: Instant) -> Bool {
        (left.secondsSinceEpoch, left.nanoseconds) < (right.secondsSinceEpoch, right.nanoseconds)
    }
}

extension Instant: Codable {
    /// Reads it from its text.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        do {
            try self.init(parsing: text)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\"\(text)\" \(error)"))
        }
    }

    /// Writes it as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Instant: QueryValue {
    static var placeholder: String { "DATE" }
    /// A day alone is sent as its first instant: the API takes instants only.
    var queryText: String { isDay ? "\(description)T00:00:00Z" : description }
    /// The text that is sent where this ends a range: a day alone is sent as its last second.
    var queryTextOfEnd: String { isDay ? "\(description)T23:59:59Z" : description }
    private var isDay: Bool { description.utf8.count == 10 }
    init?(queryText: String) {
        guard let instant = try? Instant(parsing: queryText) else { return nil }
        self = instant
    }
}
