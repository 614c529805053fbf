internal import Formats

/// How a parameter of a query chooses among objects.
struct ObjectFilter: Sendable {
    /// The parameter's name.
    let name: String
    /// Whether an object fits a value.
    let admits: @Sendable (JSONValue, String) -> Bool

    /// A parameter that a member must equal, in any case.
    static func equals(_ name: String, _ steps: String...) -> ObjectFilter {
        ObjectFilter(name: name) { object, value in
            steps.reduce(object) { (place: JSONValue?, step) in place?[step] }?.scalarText?.lowercased()
                == value.lowercased()
        }
    }

    /// The objects that fit all the parameters that a query has.
    static func select(_ objects: [JSONValue], _ filters: [ObjectFilter], _ query: FormFields) -> [JSONValue] {
        let asked = filters.compactMap { filter in query[filter.name].map { (filter, $0) } }
        return objects.filter { object in asked.allSatisfy { $0.admits(object, $1) } }
    }
}

extension FormFields {
    /// A truth value, as protobuf's JSON reads it in a query; `nil` when there is none.
    ///
    /// - Throws: ``Refusal`` 400 for anything else.
    func truth(_ name: String) throws(Refusal) -> Bool? {
        guard let text = self[name] else { return nil }
        switch text.lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        default: throw .invalidArgument("\(name) must be true or false, not \"\(text)\"")
        }
    }

    /// A value that must be one of some; `nil` when there is none.
    ///
    /// - Throws: ``Refusal`` 400 for anything else.
    func choice(_ name: String, among known: [String]) throws(Refusal) -> String? {
        guard let text = self[name] else { return nil }
        guard known.contains(text) else {
            throw .invalidArgument("\(name) must be one of \(known.joined(separator: ", ")), not \"\(text)\"")
        }
        return text
    }
}
