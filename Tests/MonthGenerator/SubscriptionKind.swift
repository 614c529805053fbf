/// What a subscription is: how long its term is, how often it is billed, and whether it is billed in the period.
enum SubscriptionKind {
    /// A term of a month, billed every month.
    case monthly
    /// A term of a year, billed every month.
    case annual
    /// A term of three years, billed every month.
    case triennial
    /// A year paid in advance, its anniversary in another month.
    case prepaid
    /// A year paid in advance, its anniversary in the period.
    case prepaidDue
    /// Free for a month.
    case trial
    /// The plan that carries consumption.
    case azurePlan
    /// Cancelled or deleted before the period.
    case ended

    /// The term's length in months.
    var termInMonths: Int {
        switch self {
        case .monthly, .trial, .azurePlan, .ended: 1
        case .annual, .prepaid, .prepaidDue: 12
        case .triennial: 36
        }
    }

    /// How many months one charge covers.
    var cycleInMonths: Int { isPrepaid ? 12 : 1 }

    /// Whether the term is paid in advance.
    var isPrepaid: Bool { self == .prepaid || self == .prepaidDue }

    /// Whether a charge falls into the period.
    var isBilled: Bool {
        switch self {
        case .monthly, .annual, .triennial, .prepaidDue: true
        case .prepaid, .trial, .azurePlan, .ended: false
        }
    }

    /// Whether a licence has a price.
    var isPriced: Bool { self != .trial && self != .azurePlan }

    /// The term as an ISO 8601 duration.
    var term: String {
        switch termInMonths {
        case 12: "P1Y"
        case 36: "P3Y"
        default: "P1M"
        }
    }

    /// How many months before the period a subscription of this kind was purchased.
    func age(drawnFrom random: inout SplitMix64) -> Int {
        switch self {
        case .monthly: random.number(in: 0...30)
        case .annual, .triennial: random.number(in: 0...35)
        case .prepaid: random.number(in: 1...11) + 12 * random.below(2)
        case .prepaidDue: 12 * random.below(3)
        case .trial: 0
        case .azurePlan: random.number(in: 3...40)
        case .ended: random.number(in: 4...20)
        }
    }

    /// The kind of a clean subscription, in fixed shares.
    static func clean(at index: Int, random: inout SplitMix64) -> SubscriptionKind {
        switch pattern[index % pattern.count] {
        case .prepaid: random.isOne(in: 5) ? .prepaidDue : .prepaid
        case let kind: kind
        }
    }

    private static let pattern: [SubscriptionKind] = [
        .monthly, .annual, .monthly, .azurePlan, .monthly, .annual, .prepaid, .monthly, .annual, .trial,
        .monthly, .ended, .annual, .azurePlan, .monthly, .annual, .prepaid, .triennial, .monthly, .annual, .monthly,
    ]
}
