internal import Formats
internal import Records

/// What of a report's data is wanted: which columns, and the charges of which days.
struct ReportSelection: Sendable {
    /// The first and the last day that count, and where a row's own day stands.
    struct Days: Sendable {
        /// The place of the day's column, from 0.
        let place: Int
        /// The days, both ends included.
        let range: ClosedRange<CivilDate>
    }

    /// The heading of the day that a row belongs to.
    static let dayHeading = "Charge StartDate"

    /// The places of the columns, in the order in which they are wanted; `nil` for all of them as they stand.
    let places: [Int]?
    /// The days; `nil` for all of them.
    let days: Days?

    /// Whether nothing at all is left out.
    var isWhole: Bool { places == nil && days == nil }
}

/// Reading a selection from the body of a request, a report whose `specs` say what is wanted.
extension ReportSelection {
    /// The selection that a request asks for.
    ///
    /// - Throws: ``Refusal`` 400 when the body is no JSON object, or names a column or a date that there is not.
    init(parsing body: [UInt8], for report: Report, today: CivilDate) throws(Refusal) {
        let request: JSONValue
        do throws(FormatError) {
            request = try JSONValue(parsing: body)
        } catch {
            throw .invalidArgument("the body is not JSON: \(error)")
        }
        guard case .object = request else { throw .invalidArgument("the body must be a report, a JSON object") }
        let specs = request.member("specs")
        places = try Self.places(specs?.member("selectedColumns"), in: report)
        let range = specs?.member("dateRangeOption")?.member("selectedRange")
        days = try range.flatMap { (range) throws(Refusal) in try Self.days(range, in: report, today) }
    }

    private static func places(_ columns: JSONValue?, in report: Report) throws(Refusal) -> [Int]? {
        guard let columns else { return nil }
        guard let columns = columns.array else { throw .invalidArgument("selectedColumns must be an array") }
        var places: [Int] = []
        for column in columns {
            let (identifier, name) = (column.member("id")?.string, column.member("displayName")?.string)
            guard let place = report.place(ofColumn: identifier, named: name) else {
                let shown = name ?? identifier ?? column.compactText
                throw .invalidArgument("report \(report.identifier) has no column \"\(shown)\"")
            }
            places.append(place)
        }
        return places.isEmpty ? nil : places
    }

    /// The days of a range; one by name wins over a first and a last day.
    private static func days(
        _ range: JSONValue, in report: Report, _ today: CivilDate
    ) throws(Refusal) -> Days? {
        if let name = range.member("relativeDateRange")?.string {
            guard RelativeDays.names.contains(name) else {
                throw .invalidArgument(
                    "relativeDateRange \"\(name)\" is none of \(RelativeDays.names.joined(separator: ", "))")
            }
            if let days = RelativeDays.range(name, today: today) { return try Self.days(days, in: report) }
        }
        guard let fixed = range.member("fixedDateRange") else { return nil }
        let (start, end) = (try day("startDate", of: fixed), try day("endDate", of: fixed))
        guard start <= end else { throw .invalidArgument("the range ends on \(end), before it starts on \(start)") }
        return try days(start...end, in: report)
    }

    private static func days(_ range: ClosedRange<CivilDate>, in report: Report) throws(Refusal) -> Days {
        guard let place = report.headings.firstIndex(of: dayHeading) else {
            throw .invalidArgument("report \(report.identifier) has no column \"\(dayHeading)\" to choose days by")
        }
        return Days(place: place, range: range)
    }

    private static func day(_ name: String, of range: JSONValue) throws(Refusal) -> CivilDate {
        let text = range.member(name)?.string ?? ""
        do throws(CivilDate.ParsingFault) {
            return try CivilDate(parsing: text)
        } catch {
            throw .invalidArgument("\(name) \"\(text)\" \(error)")
        }
    }
}

extension JSONValue {
    /// A member by its name in camel case, as protobuf's JSON writes it, or else in snake case, which it reads as
    /// well. A null counts as no value.
    fileprivate func member(_ name: String) -> JSONValue? {
        var snakeCase = ""
        for character in name {
            if character.isUppercase { snakeCase.append("_") }
            snakeCase.append(contentsOf: character.lowercased())
        }
        let value = self[name] ?? self[snakeCase]
        return value == .null ? nil : value
    }
}
