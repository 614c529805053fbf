/// Reading dates from text.
extension CivilDate {
    /// Why a piece of text is not a date.
    public enum ParsingFault: Error, Sendable, Hashable, CustomStringConvertible {
        /// There is no text.
        case empty
        /// The text is neither `2026-10-31` nor an ISO 8601 instant such as `2026-10-31T16:29:10.491Z`.
        case notADate
        /// The text has the right form, but the calendar has no such day or time.
        case noSuchDay

        /// The fault in words that fit behind "Charge StartDate:".
        public var description: String {
            switch self {
            case .empty: "is empty where a date is required"
            case .notADate: "is not a date such as 2026-10-31 or 2026-10-31T16:29:10Z"
            case .noSuchDay: "names a day or time that does not exist"
            }
        }
    }

    /// Reads a date, or the date in UTC of an instant.
    ///
    /// Dates whose order of day and month would have to be guessed (`10/11/2026`) are refused.
    ///
    /// - Throws: ``ParsingFault``.
    @inlinable
    public init(parsing text: Span<UInt8>) throws(ParsingFault) {
        guard !text.isEmpty else { throw .empty }
        guard text.count >= 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let year = Self.number(text, 0, 4), let month = Self.number(text, 5, 2), let day = Self.number(text, 8, 2)
        else { throw .notADate }
        guard let date = CivilDate(year: year, month: month, day: day) else { throw .noSuchDay }
        self = text.count == 10 ? date : date.advanced(byDays: try Self.dayShift(ofTime: text))
        guard Self.writableDays.contains(daysSinceEpoch) else { throw .noSuchDay }
    }

    /// The days of the years 1 to 9999. An instant's offset can lead out of them, to a date that has no text.
    @inlinable
    static var writableDays: ClosedRange<Int32> { -719_162...2_932_896 }

    /// Reads a date from a string.
    ///
    /// - Throws: ``ParsingFault``.
    public init(parsing text: String) throws(ParsingFault) {
        let bytes = Array(text.utf8)
        try self.init(parsing: bytes.span)
    }

    /// So many decimal digits from `start`; `nil` when one of them is something else.
    @inlinable
    static func number(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
        guard start + count <= text.count else { return nil }
        var value = 0
        for index in start..<start + count {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    /// By how many days (-1, 0 or 1) the UTC date differs from the date written before a time of day.
    @usableFromInline
    static func dayShift(ofTime text: Span<UInt8>) throws(ParsingFault) -> Int {
        guard text[10] | 0x20 == UInt8(ascii: "t") || text[10] == UInt8(ascii: " "),
            text.count >= 19, text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            let hour = number(text, 11, 2), let minute = number(text, 14, 2), let second = number(text, 17, 2)
        else { throw .notADate }
        guard hour < 24, minute < 60, second <= 60 else { throw .noSuchDay }
        var index = 19
        if index < text.count, text[index] == UInt8(ascii: ".") {
            repeat { index += 1 } while index < text.count && text[index] &- UInt8(ascii: "0") <= 9
            guard index > 20 else { throw .notADate }
        }
        let minutes = hour * 60 + minute - (try offsetInMinutes(text, from: index))
        return minutes < 0 ? -1 : minutes >= 1440 ? 1 : 0
    }

    /// The offset from UTC that ends an instant: `Z`, `+02:00`, or nothing, which is read as UTC.
    private static func offsetInMinutes(_ text: Span<UInt8>, from start: Int) throws(ParsingFault) -> Int {
        let rest = text.count - start
        if rest == 0 || (rest == 1 && text[start] | 0x20 == UInt8(ascii: "z")) { return 0 }
        let isNegative = text[start] == UInt8(ascii: "-")
        guard isNegative || text[start] == UInt8(ascii: "+"), rest == 6, text[start + 3] == UInt8(ascii: ":"),
            let hours = number(text, start + 1, 2), let minutes = number(text, start + 4, 2)
        else { throw .notADate }
        guard hours < 24, minutes < 60 else { throw .noSuchDay }
        return isNegative ? -(hours * 60 + minutes) : hours * 60 + minutes
    }
}
