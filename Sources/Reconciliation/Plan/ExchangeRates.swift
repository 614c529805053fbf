package import Records

/// What currencies cost in each other, as somebody stated it; nothing is worked out from anything else.
package struct ExchangeRates: Sendable, Hashable {
    private struct Pair: Sendable, Hashable {
        let from: Currency
        let to: Currency
    }

    private var rates: [Pair: ExactDecimal] = [:]

    /// No rates.
    package init() {}

    /// How many of one currency one of another is.
    package subscript(from from: Currency, to to: Currency) -> ExactDecimal? {
        get { rates[Pair(from: from, to: to)] }
        set { rates[Pair(from: from, to: to)] = newValue }
    }
}
