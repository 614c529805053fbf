/// One planted break and the place it was given.
struct Plant {
    /// What is broken.
    let code: BreakCode
    /// Which of its code it is, from 0.
    let instance: Int
    /// The index of the subscription that it uses, or next to which it stands when it uses none.
    let position: Int
    /// The index of the customer, chosen for its currency.
    let customer: Int

    /// How many subscriptions it takes.
    var subscriptionCount: Int {
        switch code {
        case .unknownSubscription: 0
        case .ambiguous: 2
        default: 1
        }
    }
}

extension Plant {
    /// All that is planted, evenly spread over the subscriptions, in the order of ``BreakCode``.
    ///
    /// A month grows faster than its breaks: one round of them up to 2,000 subscriptions or 80 customers, 100 at
    /// the most.
    static func spread(over subscriptions: Int, customers: Int) -> [Plant] {
        let rounds = max(1, min(subscriptions / 1000, customers / 40, 100))
        let kinds = sequence(ofRounds: rounds)
        let plants = kinds.enumerated().map { place, kind in
            let position = subscriptions * (2 * place + 1) / (2 * kinds.count)
            let home = position * customers / subscriptions
            let shift = (kind.wantedCurrency - home % 3 + 3) % 3
            return Plant(
                code: kind.code,
                instance: kind.instance,
                position: position,
                customer: home + shift < customers ? home + shift : home + shift - 3
            )
        }
        let order = Dictionary(uniqueKeysWithValues: BreakCode.allCases.enumerated().map { ($1, $0) })
        return plants.sorted { (order[$0.code] ?? 0, $0.instance) < (order[$1.code] ?? 0, $1.instance) }
    }

    /// How many subscriptions a month needs to hold one round with room between its breaks.
    static var leastSubscriptionCount: Int { 3 * sequence(ofRounds: 1).count }

    /// First one of every code, then the second ones: what has the same code lies far apart.
    private static func sequence(ofRounds rounds: Int) -> [(code: BreakCode, instance: Int, wantedCurrency: Int)] {
        let most = BreakCode.allCases.map(\.count).max() ?? 0
        return (0..<rounds * most).flatMap { turn in
            BreakCode.allCases.enumerated().compactMap { number, code in
                let (round, instance) = turn.quotientAndRemainder(dividingBy: most)
                guard instance < code.count else { return nil }
                return (code, round * code.count + instance, (number + turn) % 3)
            }
        }
    }
}
