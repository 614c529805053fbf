internal import Records

/// A currency that customers are invoiced in, with what an invented market needs to know of it.
enum MarketCurrency: String, CaseIterable {
    case euro = "EUR"
    case dollar = "USD"
    case krona = "SEK"

    /// The ISO 4217 code.
    var code: String { rawValue }

    /// An amount of the price list, which is in euros, in this currency.
    func converted(_ euros: ExactDecimal) -> ExactDecimal {
        switch self {
        case .euro: euros
        case .dollar: euros.times(108, over: 100)
        case .krona: euros.times(1135, over: 100)
        }
    }

    /// The currency that the provider bills in: it has no price list in kronor.
    var providerCurrency: MarketCurrency { self == .krona ? .euro : self }

    /// An amount of this currency in the provider's.
    func providerAmount(of amount: ExactDecimal) -> ExactDecimal {
        self == .krona ? amount.times(881, over: 10_000) : amount
    }

    /// The country that stands for the market, as subscriptions name it.
    var country: String {
        switch self {
        case .euro: "NL"
        case .dollar: "US"
        case .krona: "SE"
        }
    }

    /// Another currency: the one that a charge is written in by mistake.
    var mistaken: MarketCurrency {
        switch self {
        case .euro: .dollar
        case .dollar: .krona
        case .krona: .euro
        }
    }
}
