/// Whether a subscription runs, by the many names that its status has.
package enum EntitlementState: Sendable, Hashable, CaseIterable {
    /// It runs and is billed.
    case running
    /// It has ended; its end date counts.
    case ended
    /// Anything else: pending, suspended, failed, or a name not known here. A person must look.
    case unclear

    /// The state that a status stands for; case does not count. Without a status, a subscription runs.
    package init(status: String) {
        switch status.lowercased() {
        case "", "active", "enabled", "running", "accepted", "available", "complete", "completed", "confirmed":
            self = .running
        case "cancelled", "canceled", "deleted", "expired", "disabled", "stopped": self = .ended
        default: self = .unclear
        }
    }
}
