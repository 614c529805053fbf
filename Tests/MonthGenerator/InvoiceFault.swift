/// A fault that is planted in an invoice of the month on purpose.
enum InvoiceFault {
    /// The total is a cent too high.
    case totalOff
    /// A line is left out; the total still counts it.
    case lineMissing
    /// A line stands there twice; the total counts it once.
    case lineDoubled
    /// A line says another currency, with the same figure.
    case otherCurrency
    /// The provider sends no invoice at all.
    case notSent

    /// The fault of the invoice of a provider and currency; `nil` when it is to be right.
    init?(_ provider: CloudProvider, _ currency: MarketCurrency) {
        switch (provider, currency) {
        case (.microsoft, .euro): self = .totalOff
        case (.microsoft, .krona): self = .lineMissing
        case (.microsoft, .dollar): self = .lineDoubled
        case (.marketplace, .euro): self = .otherCurrency
        case (.marketplace, _): return nil
        case (.software, _): self = .notSent
        }
    }

    /// Where the line that is spoiled stands at the earliest, from 0; `nil` when no line is.
    var earliestLine: Int? {
        switch self {
        case .totalOff, .notSent: nil
        case .lineMissing: 17
        case .lineDoubled: 11
        case .otherCurrency: 1
        }
    }

    /// What was done, in a few words.
    var note: String {
        switch self {
        case .totalOff: "the total is a cent too high"
        case .lineMissing: "a line is missing that the total counts"
        case .lineDoubled: "a line stands there twice and the total counts it once"
        case .otherCurrency: "a line says another currency"
        case .notSent: "no invoice of this provider"
        }
    }
}
