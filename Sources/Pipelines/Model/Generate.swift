package import Records

/// Tells the service to make invoices: once, whatever happens.
package struct Generate: Sendable, Hashable {
    /// Whose invoices, as the service calls the source.
    package let source: String
    /// The month.
    package let period: Month
    /// The only customer; `nil` for all.
    package let customer: String?
    /// The only reseller; `nil` for the account's own.
    package let reseller: String?
    /// How long the run waits until the invoices exist.
    package let wait: Duration

    /// How long it waits where the pipeline does not say.
    package static let usualWait = Duration.seconds(600)
}
