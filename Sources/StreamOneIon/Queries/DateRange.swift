/// Days that are wanted: by a name that the service knows, or from one instant to another.
public enum DateRange: Sendable, Hashable {
    /// By name, such as last month; the service reckons from its own clock.
    case relative(RelativeDateRange)
    /// From an instant to an instant, either of which may be open.
    case fixed(from: Instant?, to: Instant?)

    /// The start of a range that has one.
    var start: Instant? { if case .fixed(let start, _) = self { start } else { nil } }
    /// The end of a range that has one.
    var end: Instant? { if case .fixed(_, let end) = self { end } else { nil } }
}

extension IonQuery {
    /// The three parameters of a range of dates: `start-range`, `start-from` and `start-to`.
    ///
    /// - Parameters:
    ///   - name: What the parameters' names begin with.
    ///   - item: What the names that are sent begin with.
    ///   - what: What the dates are, as the end of a sentence: `started`.
    static func range(
        _ name: String, _ property: Property<Self, DateRange?>, sends item: String, _ what: String
    ) -> [QueryParameter<Self>] {
        [
            relative(name, property, sends: item, what),
            bound(
                "\(name)-from", property, sends: "\(item).fixedDateRange.startDate",
                "only those that \(what) from then on"
            ) { old, instant in
                .fixed(from: instant, to: old?.end)
            } value: {
                $0.start?.queryText
            },
            bound("\(name)-to", property, sends: "\(item).fixedDateRange.endDate", "only those that \(what) until then")
            { old, instant in
                .fixed(from: old?.start, to: instant)
            } value: {
                $0.end?.queryTextOfEnd
            },
        ]
    }

    private static func relative(
        _ name: String, _ property: Property<Self, DateRange?>, sends item: String, _ what: String
    ) -> QueryParameter<Self> {
        QueryParameter(
            ParameterDescription(
                "\(name)-range", "RANGE", "only those that \(what) within, such as LAST_MONTH",
                known: RelativeDateRange.knownTexts),
            read: { query, text throws(ParameterFault) in
                guard query[keyPath: property] == nil else { throw mixed("\(name)-range") }
                query[keyPath: property] = .relative(try RelativeDateRange.parse(text, for: "\(name)-range"))
            },
            items: { query in
                guard case .relative(let range)? = query[keyPath: property] else { return [] }
                return [QueryItem("\(item).relativeDateRange", range.queryText)]
            })
    }

    private static func bound(
        _ name: String, _ property: Property<Self, DateRange?>, sends item: String, _ summary: String,
        set: @escaping @Sendable (DateRange?, Instant) -> DateRange, value: @escaping @Sendable (DateRange) -> String?
    ) -> QueryParameter<Self> {
        QueryParameter(
            ParameterDescription(name, Instant.placeholder, summary),
            read: { query, text throws(ParameterFault) in
                let old = query[keyPath: property]
                if case .relative? = old { throw mixed(name) }
                query[keyPath: property] = set(old, try Instant.parse(text, for: name))
            },
            items: { query in query[keyPath: property].flatMap(value).map { [QueryItem(item, $0)] } ?? [] })
    }

    private static func mixed(_ name: String) -> ParameterFault {
        ParameterFault(name: name, reason: "cannot be used here: a range is either a name, or from and to")
    }
}
