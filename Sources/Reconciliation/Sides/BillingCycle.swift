/// How often a subscription is billed.
package struct BillingCycle: Sendable, Hashable {
    /// The months, or 0 for something billed once: entitlements are many, and an optional number takes four times as much.
    private let length: UInt16

    /// How many months a cycle has; `nil` for something billed once.
    package var months: Int? { length == 0 ? nil : Int(length) }

    /// Billed every month.
    package static let monthly = BillingCycle(length: 1)

    /// A cycle from its name, or from an ISO 8601 term such as `P1Y`; `nil` for a name that is not known.
    package init?(_ name: String) {
        switch name.asName {
        case "monthly", "month": length = 1
        case "quarterly": length = 3
        case "biannual", "semiannual": length = 6
        case "annual", "yearly", "annually": length = 12
        case "triennial": length = 36
        case "one_time", "onetime", "one-time": length = 0
        default:
            guard let months = Self.months(ofPeriod: name.asName) else { return nil }
            length = months
        }
    }

    private init(length: UInt16) {
        self.length = length
    }

    /// Packs the cycle.
    func pack(into writer: inout PackedWriter) { writer.add(UInt64(length)) }

    /// Unpacks a cycle.
    init(from reader: inout PackedReader) { length = UInt16(truncatingIfNeeded: reader.number()) }

    /// The months of an ISO 8601 period of whole months or years, in lower case: `p12m`, `p1y`.
    private static func months(ofPeriod text: String) -> UInt16? {
        guard text.hasPrefix("p"), let unit = text.last, unit == "m" || unit == "y",
            let number = UInt16(text.dropFirst().dropLast()), (1...120).contains(number)
        else { return nil }
        return unit == "y" ? 12 * number : number
    }
}
