/// A break that is planted on purpose.
enum BreakCode: String, CaseIterable {
    case moreSeats = "V1"
    case fewerSeats = "V2"
    case higherPrice = "V3"
    case lowerPrice = "V4"
    case chargedBeforePurchase = "V6"
    case wrongProration = "V7"
    case otherCurrency = "V8"
    case otherCustomer = "V10"
    case seatsAndPrice = "V11"
    case unknownSubscription = "B1"
    case chargedAfterCancellation = "B2"
    case chargedBeforeStart = "B3"
    case duplicate = "B4"
    case unlinkedCredit = "B6"
    case ambiguous = "B10"
    case notBilled = "S1"
    case unbilledState = "S4"
    case unknownType = "X2"

    /// How many are planted in one round.
    var count: Int {
        switch self {
        case .duplicate, .notBilled: 3
        default: 2
        }
    }

    /// Whether the break is at home in subscriptions with a term of a month only.
    var needsMonthlyTerm: Bool {
        switch self {
        case .chargedBeforePurchase, .wrongProration, .chargedAfterCancellation, .chargedBeforeStart, .ambiguous,
            .notBilled, .unbilledState:
            true
        default: false
        }
    }

    /// What was done, in a few words.
    var note: String {
        switch self {
        case .moreSeats: "more seats billed than licensed"
        case .fewerSeats: "fewer seats billed than licensed"
        case .higherPrice: "unit price 17 percent too high"
        case .lowerPrice: "unit price 14 percent too low"
        case .chargedBeforePurchase: "a whole month charged, purchased in the middle of it"
        case .wrongProration: "ten days charged at 61 percent of the month"
        case .otherCurrency: "charged in another currency than the subscription's"
        case .otherCustomer: "charged to another customer"
        case .seatsAndPrice: "seats and unit price both too high"
        case .unknownSubscription: "no such subscription and the customer holds nothing of this SKU"
        case .chargedAfterCancellation: "cancelled before the charge starts"
        case .chargedBeforeStart: "purchased after the charge ends"
        case .duplicate: "a second copy of a clean row"
        case .unlinkedCredit: "a credit that refers to no charge"
        case .ambiguous: "no subscription named and two of the customer's fit"
        case .notBilled: "active and due but not charged"
        case .unbilledState: "suspended or pending and not charged"
        case .unknownType: "a charge type that nobody lists"
        }
    }
}
