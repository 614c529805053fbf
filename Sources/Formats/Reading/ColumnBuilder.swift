import Records

/// The values of one column while a batch is being filled; only the storage of the column's type is used.
struct ColumnBuilder: Sendable {
    /// What the column holds.
    let type: ColumnType
    /// The values where the column holds text.
    var text = TextBuilder()
    private var decimals: [ExactDecimal?] = []
    private var dates: [CivilDate?] = []
    private var recentMonth = RecentMonth()
    private var currencies: [Currency?] = []
    private var booleans: [Bool?] = []

    /// No values of a type.
    init(_ type: ColumnType) {
        self.type = type
    }

    /// Adds a value from its bytes; says what is wrong with it, or nothing.
    mutating func append(_ field: Span<UInt8>, isEscaped: Bool) -> String? {
        let value = field.extracting(trimmedBounds(field))
        switch type {
        case .text:
            if isEscaped { text.appendHalvingQuotes(field) } else { text.append(field, 0, field.count) }
        case .decimal:
            do throws(ExactDecimal.ParsingFault) {
                decimals.append(try ExactDecimal(parsing: value))
            } catch {
                return "\(quoted(field)) \(error)"
            }
        case .date:
            do throws(CivilDate.ParsingFault) {
                dates.append(try recentMonth.date(value))
            } catch {
                return "\(quoted(field)) \(error)"
            }
        case .currency:
            guard let currency = Currency(value) else {
                return "\(quoted(field)) is not a currency code such as EUR"
            }
            currencies.append(currency)
        case .boolean:
            guard let truth = truthValue(value) else { return "\(quoted(field)) is neither true nor false" }
            booleans.append(truth)
        }
        return nil
    }

    /// Adds decimals that are nothing but up to 18 digits and a point, as nearly all are, until one is not.
    ///
    /// - Returns: The record of the first that is not, which ``append(_:isEscaped:)`` takes; the end of the records when
    ///   there is none.
    @inline(__always)
    mutating func appendPlainDecimals(
        _ source: Span<UInt8>, _ records: Range<Int>, _ place: (Int) -> Range<Int>
    ) -> Int {
        var record = records.lowerBound
        decimals.append(addingCapacity: records.count) { decimals in
            while record < records.upperBound, let value = ExactDecimal(plain: source, place(record)) {
                decimals.append(value)
                record += 1
            }
        }
        return record
    }

    /// Adds a currency that is known without a value.
    mutating func append(_ currency: Currency) {
        currencies.append(currency)
    }

    /// Adds a value that the record does not have.
    mutating func appendNothing() {
        switch type {
        case .text: text.appendNothing()
        case .decimal: decimals.append(nil)
        case .date: dates.append(nil)
        case .currency: currencies.append(nil)
        case .boolean: booleans.append(nil)
        }
    }

    /// Forgets values behind the first `count`.
    mutating func truncate(to count: Int) {
        text.truncate(to: count)
        decimals.removeLast(max(0, decimals.count - count))
        dates.removeLast(max(0, dates.count - count))
        currencies.removeLast(max(0, currencies.count - count))
        booleans.removeLast(max(0, booleans.count - count))
    }

    /// Forgets the values at some places, which ascend. Text is never wrong, so that nobody takes it out again.
    mutating func remove(_ places: [Int]) {
        switch type {
        case .text: break
        case .decimal: decimals.remove(places)
        case .date: dates.remove(places)
        case .currency: currencies.remove(places)
        case .boolean: booleans.remove(places)
        }
    }

    /// The values, leaving the builder empty.
    mutating func take() -> ColumnValues {
        switch type {
        case .text: .text(text.take())
        case .decimal: .decimal(Self.take(&decimals))
        case .date: .date(Self.take(&dates))
        case .currency: .currency(Self.take(&currencies))
        case .boolean: .boolean(Self.take(&booleans))
        }
    }

    private static func take<Value>(_ values: inout [Value]) -> [Value] {
        var taken: [Value] = []
        taken.reserveCapacity(values.count)
        swap(&taken, &values)
        return taken
    }
}

extension Array {
    /// Removes the elements at some places, which ascend.
    fileprivate mutating func remove(_ places: [Int]) {
        var removed = places[...]
        var kept = 0
        for index in indices {
            if removed.first == index {
                removed.removeFirst()
            } else {
                self[kept] = self[index]
                kept += 1
            }
        }
        removeLast(count - kept)
    }
}

/// The place of a value without the ASCII space around it.
private func trimmedBounds(_ field: Span<UInt8>) -> Range<Int> {
    var (start, end) = (0, field.count)
    while start < end, field[start] == 0x20 || field[start] == 0x09 { start += 1 }
    while end > start, field[end - 1] == 0x20 || field[end - 1] == 0x09 { end -= 1 }
    return start..<end
}

/// A value in quotes for a message, cut to 40 bytes.
private func quoted(_ field: Span<UInt8>) -> String {
    let shown = String(copying: field.extracting(first: min(field.count, 40)))
    return field.count > 40 ? "\"\(shown)…\"" : "\"\(shown)\""
}

/// Why a required value may not be empty; `nil` for text, where nothing is a value too.
func reasonForNothing(_ type: ColumnType) -> String? {
    switch type {
    case .text: nil
    case .decimal: ExactDecimal.ParsingFault.empty.description
    case .date: CivilDate.ParsingFault.empty.description
    case .currency: "is empty where a currency is required"
    case .boolean: "is empty where true or false is required"
    }
}

private func truthValue(_ field: Span<UInt8>) -> Bool? {
    switch String(copying: field).lowercased() {
    case "true": true
    case "false": false
    default: nil
    }
}
