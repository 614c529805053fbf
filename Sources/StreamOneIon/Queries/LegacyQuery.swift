/// What is asked of a list of version 1 of the API: which objects, in which order and form.
public struct LegacyQuery: Sendable, Hashable {
    /// How the service is to write its answer.
    public enum Encoding: String, Sendable, Hashable, CaseIterable {
        /// `application/json`
        case json
        /// `text/xml`
        case xml

        /// The value of `Accept` that asks for it.
        var mediaType: String { self == .json ? "application/json" : "text/xml" }
    }

    /// A condition on a field.
    public struct Filter: Sendable, Hashable {
        /// How a field's value is held against the given one.
        public enum Modifier: String, Sendable, Hashable, CaseIterable {
            /// Equal.
            case exact
            /// Alike: `%` in the value stands for anything.
            case partial
            /// Greater.
            case gt
            /// Less.
            case lt
            /// Greater or equal.
            case gte
            /// Less or equal.
            case lte
            /// Greater or equal, as `gte`.
            case min
            /// Less or equal, as `lte`.
            case max
        }

        /// The field's name, such as `billingStartDate`.
        public let field: String
        /// How its value is compared; `exact` is the service's default and is not sent.
        public let modifier: Modifier
        /// What it is compared with.
        public let value: String

        /// A condition from its parts.
        public init(field: String, modifier: Modifier = .exact, value: String) {
            self.field = field
            self.modifier = modifier
            self.value = value
        }
    }

    /// A field to sort by.
    public struct Sorting: Sendable, Hashable {
        /// Smallest or greatest first.
        public enum Direction: String, Sendable, Hashable, CaseIterable {
            case asc
            case desc
        }

        /// The field's name.
        public let field: String
        /// Smallest or greatest first.
        public let direction: Direction

        /// A sorting from its parts.
        public init(field: String, direction: Direction) {
            self.field = field
            self.direction = direction
        }
    }

    /// How the service is to write its answer.
    public var encoding = Encoding.json
    /// The conditions, all of which must hold.
    public var filters: [Filter] = []
    /// The fields to sort by, the first before the others.
    public var sorting: [Sorting] = []
    /// Which related objects come along: `nil` for the service's default, an empty list for none.
    public var relations: [String]?
    /// The members of each object that are wanted; `nil` for the service's own choice. How the service is asked for
    /// them is not published: ``IonConfiguration/fieldsParameter`` must name the parameter.
    public var fields: [String]?
    /// The customer whose invoices are wanted; `nil` for the account's own. Other lists have no use for it.
    public var customerID: String?
    /// How many objects are left out at the start.
    public var offset = 0
    /// How many objects are wanted at most; `nil` for all.
    public var limit: Int?
    /// How many come in one page. The service's own default is 100.
    public var pageSize = 100

    /// Everything, as JSON, 100 a page.
    public init() {}
}
