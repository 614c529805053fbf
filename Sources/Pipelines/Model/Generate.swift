package import StreamOneIon

/// Orders invoices from the service: once, whatever happens.
package struct Generate: Sendable {
    /// What is ordered.
    package let order: InvoiceGeneration
    /// How long the run waits until the invoices stand in the service's lists.
    package let wait: Duration

    /// How long it waits where the pipeline does not say.
    package static let usualWait = Duration.seconds(600)
}
