internal import Formats
package import HTTPTransport

extension IonClient {
    /// How large a billing report may be: it is held in memory.
    private static let billingReportLimit = 256 << 20

    /// A billing report, its tree flattened to rows.
    public func billingReport(_ query: BillingReportQuery) async throws -> BillingReport {
        let collector = BodyCollector(limit: Self.billingReportLimit)
        _ = try await billingReport(query) { _ in collector.restarted() }
        return try Self.billingReport(collector.bytes, query)
    }

    /// Fetches a billing report into a sink, as the service writes it.
    package func billingReport(
        _ query: BillingReportQuery, to sink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) async throws -> HTTPResponseHead {
        try await sendLegacy(
            .get, query.target, accept: "application/json", while: Self.activity(query), to: sink)
    }

    /// A billing report from the bytes that were fetched.
    package static func billingReport(
        _ bytes: [UInt8], _ query: BillingReportQuery
    ) throws(IonError) -> BillingReport {
        let answer: JSONValue
        do throws(FormatError) {
            answer = try JSONValue(parsing: bytes)
        } catch {
            throw IonError(.unexpectedAnswer, "\(activity(query)): the answer is not JSON: \(error)")
        }
        return try BillingReport(answer, while: activity(query))
    }

    private static func activity(_ query: BillingReportQuery) -> String {
        "fetching the billing report \(query.provider.rawValue) of \(query.month)"
    }
}
