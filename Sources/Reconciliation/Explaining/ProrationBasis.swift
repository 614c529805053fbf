package import Records

/// By what share of a billing cycle's price days are billed, in the order in which the ways are tried.
package enum ProrationBasis: String, Sendable, Hashable, CaseIterable {
    /// The whole price: the days are a whole cycle.
    case full
    /// The days, of the days of the cycle.
    case cycleDays = "cycle-days"
    /// The months, of the months of the cycle.
    case months
    /// One day more, of the days of the cycle: an end that counts.
    case oneDayMore = "cycle-days+1"
    /// One day less, of the days of the cycle: a start that does not count.
    case oneDayLess = "cycle-days-1"
    /// The days, of months of thirty days.
    case thirtyDayMonths = "thirty-day"
    /// The days, of a year of 365 days.
    case actual365 = "actual-365"

    /// Whether the basis is one that billing seldom takes: an outcome says so with a flag, and near is not enough.
    var isUnusual: Bool {
        switch self {
        case .full, .cycleDays, .months: false
        case .oneDayMore, .oneDayLess, .thirtyDayMonths, .actual365: true
        }
    }

    /// The share of a cycle's price; `nil` where the basis does not apply to the days.
    package func share(of days: ChargedDays) -> Fraction? {
        guard case .part(let part) = days else { return self == .full ? .whole : nil }
        let fraction: Fraction? =
            switch self {
            case .full: nil
            case .cycleDays: Fraction(part.days, of: part.cycleDays)
            case .months: part.months.flatMap { Fraction($0, of: part.cycleMonths) }
            case .oneDayMore: Fraction(part.days + 1, of: part.cycleDays)
            case .oneDayLess: part.days > 1 ? Fraction(part.days - 1, of: part.cycleDays) : nil
            case .thirtyDayMonths: Fraction(part.days, of: 30 * part.cycleMonths)
            case .actual365: Fraction(12 * part.days, of: 365 * part.cycleMonths)
            }
        guard let fraction, fraction.numerator < fraction.denominator else { return nil }
        return fraction
    }
}

/// The days of a charge, as a share of a billing cycle.
package enum ChargedDays: Sendable, Hashable {
    /// A whole cycle, or days that are not known and are taken for one.
    case wholeCycle
    /// Other days.
    case part(PartOfCycle)
}

/// Days that are not a whole billing cycle.
package struct PartOfCycle: Sendable, Hashable {
    /// How many days are charged for.
    package let days: Int
    /// How many days the cycle has in which they begin.
    package let cycleDays: Int
    /// How many whole months the days are, where they are.
    package let months: Int?
    /// How many months a cycle has.
    package let cycleMonths: Int

    /// Days from their counts.
    package init(days: Int, cycleDays: Int, months: Int?, cycleMonths: Int) {
        self.days = days
        self.cycleDays = cycleDays
        self.months = months
        self.cycleMonths = cycleMonths
    }
}
