/// Mixes the order of rows within a window of fixed size: reports are in no order that one could rely on.
struct RowShuffler {
    private var window: [Charge] = []
    private var random: SplitMix64
    private static let capacity = 1024

    /// A shuffler whose order follows from the seed.
    init(seed: UInt64) {
        random = SplitMix64(seed: seed, purpose: .order, index: 0)
    }

    /// Takes a row in, and gives one out as soon as the window is full.
    mutating func exchange(_ charge: Charge) -> Charge? {
        guard window.count == Self.capacity else {
            window.append(charge)
            return nil
        }
        let place = random.below(window.count)
        let leaving = window[place]
        window[place] = charge
        return leaving
    }

    /// Gives out one of the rows that are left; `nil` when there are none.
    mutating func next() -> Charge? {
        guard !window.isEmpty else { return nil }
        window.swapAt(random.below(window.count), window.count - 1)
        return window.popLast()
    }
}
