internal import Records

/// An object of version 1 that lists can be filtered and sorted by.
protocol LegacyObject: Sendable {
    /// The text of a member that is a single value; `nil` when there is none.
    func value(_ field: String) -> String?
}

/// Which objects are wanted, in which order, and with what: the query of version 1's lists.
struct LegacyListQuery: Sendable {
    /// How a value is compared with the one asked for.
    enum Comparison: String {
        case exact, eq, partial, gt, lt, gte, lte, min, max
    }

    private struct Condition: Sendable {
        let field: String
        let comparison: Comparison
        let value: String

        func admits(_ entry: some LegacyObject) -> Bool {
            guard let own = entry.value(field) else { return false }
            if comparison == .partial { return Pattern(value, wildcard: "%").matches(own) }
            let order = ValueOrder.compare(own, value)
            return switch comparison {
            case .exact, .eq: order == 0
            case .gt: order > 0
            case .lt: order < 0
            case .gte, .min: order >= 0
            case .lte, .max: order <= 0
            case .partial: false
            }
        }
    }

    /// The related objects that come along: the members of these names.
    private(set) var relations: Set<String>
    /// The members that are wanted; `nil` for all.
    private(set) var chosenFields: Set<String>?
    /// How many at the most.
    private(set) var limit = 100
    /// How many are skipped.
    private(set) var offset = 0
    private var conditions: [Condition] = []
    private var sorts: [(field: String, isDescending: Bool)] = []

    /// The query of a request.
    ///
    /// - Parameters:
    ///   - fields: The members that can be filtered and sorted by.
    ///   - relations: What can come along.
    ///   - usual: What comes along when nothing is said.
    /// - Throws: ``Refusal`` 400 for a field, modifier, relation or number that there is not.
    init(
        _ form: FormFields, fields: Set<String>, relations known: Set<String>, usual: Set<String>
    ) throws(Refusal) {
        relations = usual
        for (name, value) in form.fields {
            if let inner = Self.bracketed(name, behind: "filter") {
                conditions.append(try Self.condition(inner, value, fields))
            } else if let field = Self.bracketed(name, behind: "sort") {
                guard fields.contains(field) else { throw .invalidArgument("there is no field \"\(field)\"") }
                guard ["asc", "desc"].contains(value) else {
                    throw .invalidArgument("sort[\(field)] must be asc or desc, not \"\(value)\"")
                }
                sorts.append((field, value == "desc"))
            } else if name == "relations" {
                relations = try Self.relations(value, known)
            } else if name == "fields" {
                chosenFields = Set(value.split(separator: ",").map(String.init))
            }
        }
        limit = try Self.number("limit", in: form, 1...10_000) ?? limit
        offset = try Self.number("offset", in: form, 0...Int(Int32.max)) ?? offset
        if let customer = form["customerId"] {
            conditions.append(Condition(field: "customerId", comparison: .exact, value: customer))
        }
    }

    /// Whether a member is wanted: it is chosen, or nothing is, and what it relates to comes along.
    func wants(_ member: String, relations known: Set<String>) -> Bool {
        if let chosenFields { return chosenFields.contains(member) }
        return !known.contains(member) || relations.contains(member)
    }

    /// The objects that meet all conditions, in order; the page is not cut out of them yet.
    func select<Object: LegacyObject>(from entries: [Object]) -> [Object] {
        let found = entries.filter { entry in conditions.allSatisfy { $0.admits(entry) } }
        guard !sorts.isEmpty else { return found }
        return found.enumerated().sorted { left, right in
            for (field, isDescending) in sorts {
                let order = ValueOrder.compare(left.element.value(field) ?? "", right.element.value(field) ?? "")
                if order != 0 { return isDescending ? order > 0 : order < 0 }
            }
            return left.offset < right.offset
        }.map(\.element)
    }

    private static func bracketed(_ name: String, behind prefix: String) -> String? {
        guard name.hasPrefix(prefix + "["), name.hasSuffix("]") else { return nil }
        return String(name.dropFirst(prefix.count + 1).dropLast())
    }

    private static func condition(
        _ inner: String, _ value: String, _ fields: Set<String>
    ) throws(Refusal) -> Condition {
        let parts = inner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard fields.contains(parts[0]) else { throw .invalidArgument("there is no field \"\(parts[0])\"") }
        let modifier = parts.count > 1 ? parts[1] : Comparison.exact.rawValue
        guard let comparison = Comparison(rawValue: modifier) else {
            throw .invalidArgument(
                "there is no modifier \"\(modifier)\"; there are exact, eq, partial, gt, lt, gte, lte, min, max")
        }
        return Condition(field: parts[0], comparison: comparison, value: value)
    }

    private static func relations(_ text: String, _ known: Set<String>) throws(Refusal) -> Set<String> {
        let names = text.split(separator: ",").map(String.init)
        for name in names where !known.contains(name) {
            let list = known.sorted().joined(separator: ", ")
            throw .invalidArgument("there is no relation \"\(name)\"; there is \(list)")
        }
        return Set(names)
    }

    private static func number(
        _ name: String, in form: FormFields, _ range: ClosedRange<Int>
    ) throws(Refusal) -> Int? {
        guard let text = form.fields.last(where: { $0.name == name })?.value else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .invalidArgument(
                "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"")
        }
        return number
    }
}

/// The order of values that are numbers or text.
enum ValueOrder {
    /// Below nought when the left value comes first, above when the right one does. Numbers go by their value, all
    /// else by text: so do dates, which are written with the year first.
    static func compare(_ left: String, _ right: String) -> Int {
        if let left = try? ExactDecimal(parsing: left), let right = try? ExactDecimal(parsing: right) {
            return left == right ? 0 : left < right ? -1 : 1
        }
        return left == right ? 0 : left < right ? -1 : 1
    }
}
