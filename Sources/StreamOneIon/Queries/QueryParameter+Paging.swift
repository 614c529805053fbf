/// The parameters that all lists have. They are not sent as they are: pages are asked for with them.
extension QueryParameter {
    /// How many objects a page has.
    static func pageSize(_ property: Property<Query, Int>) -> Self {
        counted(ParameterDescription("page-size", "N", "how many come in one page (100)"), in: 1...100_000) {
            $0[keyPath: property] = $1
        }
    }

    /// How many objects are wanted at most.
    static func limit(_ property: Property<Query, Int?>) -> Self {
        counted(ParameterDescription("limit", "N", "at most so many (all)"), in: 1...Int(Int32.max)) {
            $0[keyPath: property] = $1
        }
    }

    /// How many objects are left out at the start.
    static func offset(_ property: Property<Query, Int>) -> Self {
        counted(ParameterDescription("offset", "N", "leave out so many at the start (0)"), in: 0...Int(Int32.max)) {
            $0[keyPath: property] = $1
        }
    }

    private static func counted(
        _ description: ParameterDescription, in range: ClosedRange<Int>,
        set: @escaping @Sendable (inout Query, Int) -> Void
    ) -> Self {
        QueryParameter(
            description,
            read: { query, text throws(ParameterFault) in
                guard let number = Int(queryText: text), range.contains(number) else {
                    throw ParameterFault(
                        name: description.name,
                        reason:
                            "must be a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"")
                }
                set(&query, number)
            })
    }
}
