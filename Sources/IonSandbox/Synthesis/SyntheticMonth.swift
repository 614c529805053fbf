internal import Records

/// A month of any size, made up while it is sent: as many subscriptions as are asked for, a report row for each that is
/// due, and the invoices for them. The books of it tie out.
///
/// Everything about a subscription follows from the seed and its number, so nothing is kept, and each part can be made
/// by itself.
struct SyntheticMonth: Sendable {
    /// How many subscriptions there are.
    let count: Int
    /// What all numbers follow from.
    let seed: UInt64
    /// The month that is billed.
    let month: Month

    /// The currencies, one a customer.
    static let currencies = ["EUR", "USD", "SEK"]
    private static let subscriptionsPerCustomer = 40
    /// One of so many subscriptions ended before the month.
    private static let endedOneIn = 97

    /// A subscription.
    struct Item {
        /// Its number, from 0.
        let index: Int
        /// How many seats it has.
        let seats: Int
        /// What a seat costs, in hundredths.
        let cents: Int
        /// The day of the month on which its terms begin.
        let day: Int
        /// The provider's id.
        let guid: String

        /// Whether it ended before the month; then nothing is due.
        var isEnded: Bool { index % SyntheticMonth.endedOneIn == SyntheticMonth.endedOneIn - 1 }
        /// The service's own id.
        var id: Int { 5_000_000 + index }
        /// The customer's place.
        var customer: Int { index / SyntheticMonth.subscriptionsPerCustomer }
        /// The customer's number.
        var customerID: String { String(400_000 + customer) }
        /// The customer's name.
        var customerName: String { "Customer \(customer + 1)" }
        /// The currency of all that its customer holds.
        var currency: String { SyntheticMonth.currencies[customer % SyntheticMonth.currencies.count] }
        /// The status, as the API returns it.
        var status: String { isEnded ? "deleted" : "active" }
        /// The provider's SKU.
        var sku: String { "CFQ7TTC0S\(100 + seats % 7)" }
        /// What all seats cost, in hundredths.
        var amount: Int { seats * cents }
    }

    /// The subscription with a number.
    func item(_ index: Int) -> Item {
        let first = random(index, 1)
        let second = random(index, 2)
        return Item(
            index: index, seats: 1 + Int(first % 60), cents: 600 + Int((first >> 8) % 9000),
            day: 1 + Int((first >> 32) % 28),
            guid: Self.guid(second, random(index, 3)))
    }

    /// A number with two digits behind the point.
    static func money(_ cents: Int) -> String {
        let rest = cents % 100
        return "\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// The day of the month before, of, or after the one that is billed.
    func day(_ item: Item, monthsAhead: Int) -> CivilDate {
        month.start.advanced(byMonths: monthsAhead).advanced(byDays: item.day - 1)
    }

    /// SplitMix64, at any place of its sequence.
    private func random(_ index: Int, _ lane: UInt64) -> UInt64 {
        var value = seed &+ (UInt64(index) &* 4 &+ lane) &* 0x9E37_79B9_7F4A_7C15
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    private static func guid(_ high: UInt64, _ low: UInt64) -> String {
        let digits = Array((hexadecimal(high) + hexadecimal(low)).utf8)
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(decoding: digits[$0], as: UTF8.self) }.joined(separator: "-")
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
