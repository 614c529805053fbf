/// How often a subscription is billed.
package struct BillingCycle: Sendable, Hashable {
    /// The months, or 0 for something billed once: entitlements are many, and an optional number takes nine times as much.
    private let length: UInt8

    /// How many months a cycle has; `nil` for something billed once.
    package var months: Int? { length == 0 ? nil : Int(length) }

    /// Billed every month.
    package static let monthly = BillingCycle(length: 1)

    /// A cycle from its name, or from an ISO 8601 term such as `P1Y`; `nil` for a name that is not known.
    package init?(_ name: String) {
        switch name.lowercased() {
        case "monthly", "month", "p1m": length = 1
        case "quarterly", "p3m": length = 3
        case "biannual", "semiannual", "p6m": length = 6
        case "annual", "yearly", "annually", "p1y": length = 12
        case "triennial", "p3y": length = 36
        case "one_time", "onetime", "one-time": length = 0
        default: return nil
        }
    }

    private init(length: UInt8) {
        self.length = length
    }

    /// Packs the cycle.
    func pack(into writer: inout PackedWriter) { writer.add(byte: length) }

    /// Unpacks a cycle.
    init(from reader: inout PackedReader) { length = reader.byte() }
}
