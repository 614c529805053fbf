import Runner

/// How far a stage has come, for the live line.
struct StageProgress {
    /// The stage.
    let stage: String
    private let began = ContinuousClock.now
    private var amount = 0
    private var unit: RunEvent.Unit?
    private var share: Double?

    init(stage: String) {
        self.stage = stage
    }

    /// Takes what is known now.
    ///
    /// - Parameter share: How much of its input it has gone through, from 0 to 1; `nil` where nobody knows.
    mutating func take(_ amount: Int, _ unit: RunEvent.Unit, share: Double?) {
        (self.amount, self.unit, self.share) = (amount, unit, share)
    }

    /// `charges 12400 records, 3100/s, 12 s left`
    func text(at now: ContinuousClock.Instant) -> String {
        guard let unit else { return stage }
        let (seconds, attoseconds) = (now - began).components
        let elapsed = Double(seconds) + Double(attoseconds) / 1e18
        var parts = [Self.text(amount, unit)]
        // What a moment has brought says nothing yet of what a second brings.
        if elapsed > 0.5 { parts.append("\(Self.text(Int(Double(amount) / elapsed), unit, isRate: true))/s") }
        if elapsed > 0.5, let share, share > 0.01, share < 1 {
            parts.append("\(Int((elapsed / share - elapsed).rounded(.up))) s left")
        }
        return "\(stage) \(parts.joined(separator: ", "))"
    }

    private static func text(_ amount: Int, _ unit: RunEvent.Unit, isRate: Bool = false) -> String {
        switch unit {
        case .records: isRate ? "\(amount)" : "\(amount) records"
        case .bytes: amount < 1 << 20 ? "\(amount >> 10) KiB" : "\(amount >> 20) MiB"
        }
    }
}
