import Ledger

/// Why an order is not sent: an effect that stands in its way.
struct EffectBlock {
    private let effect: Effect
    private let key: EffectKey
    private let isAlive: Bool
    private let state: String

    init(_ effect: Effect, _ key: EffectKey, isAlive: Bool, _ state: String) {
        self.effect = effect
        self.key = key
        self.isAlive = isAlive
        self.state = state
    }

    /// The failure that a run ends with.
    var failure: RunFailure {
        if !effect.state.isInDoubt { return RunFailure(.stageFailed, part) }
        if isAlive {
            return RunFailure(
                .locked,
                "\(effect.origin.place) is ordering \(effect.key) at this moment (effect \(effect.id)). Nothing was sent "
                    + "here; run again when that is done.")
        }
        return RunFailure(.stageFailed, doubt)
    }

    private var doubt: String {
        let words = effect.words.map { ": \($0)" } ?? ": the program ended before the service had answered"
        return
            "\(effect.origin.place) was about to order \(effect.key) at \(effect.intendedAt) (effect \(effect.id)), and "
            + "it is not known whether these invoices were made\(words). Nothing was sent now. "
            + Self.advice(effect.id, state)
    }

    private var part: String {
        "\(effect.key) were ordered at \(effect.intendedAt) by \(effect.origin.place) (effect \(effect.id)); to order "
            + "\(key) would make some of them twice. Nothing was sent. Order what is missing: name the customers that have "
            + "no invoice yet."
    }

    /// How a person goes on.
    static func advice(_ id: Int, _ state: String) -> String {
        "Look which invoices there are, and say what you found: crossfoot effects resolve \(id) --state \(state) --config "
            + "FILE. Until then no order like it is sent."
    }
}
