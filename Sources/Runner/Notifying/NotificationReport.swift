import Formats

/// What came of telling others how a run ended.
package struct NotificationReport: Sendable, CustomStringConvertible {
    /// What came of it.
    package enum Outcome: Sendable, Hashable {
        /// It was taken.
        case sent
        /// It was not sent, and why.
        case withheld(String)
        /// It was sent, or should have been, and was not taken.
        case failed(String)
    }

    /// The stage.
    package let stage: String
    /// Who was told, without what is secret of the address.
    package let target: String
    /// What came of it.
    package let outcome: Outcome

    package var description: String {
        switch outcome {
        case .sent: "\(stage): told \(target)"
        case .withheld(let reason): "\(stage): \(reason)"
        case .failed(let reason): "\(stage): \(target) was not told: \(reason)"
        }
    }

    /// The report for machines.
    var json: JSONValue {
        let (word, reason): (String, String?) =
            switch outcome {
            case .sent: ("sent", nil)
            case .withheld(let reason): ("withheld", reason)
            case .failed(let reason): ("failed", reason)
            }
        return [
            "stage": .string(stage), "target": .string(target), "outcome": .string(word),
            "reason": reason.map(JSONValue.string) ?? .null,
        ]
    }
}
