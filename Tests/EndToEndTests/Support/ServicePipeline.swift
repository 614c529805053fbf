/// A pipeline that asks the service for one report and the subscriptions, and for nothing else: what a scripted service
/// says to one request is then the only thing that can go wrong.
extension Workplace {
    private static let servicePipeline = """
        version: 1
        name: month-end
        params:
          period: { type: month, default: last-month }
        stages:
          report:
            fetch: report
            report_id: "49038"
            range: ${params.period}
          subscriptions:
            fetch: subscriptions
          charges:
            parse: report
            columns:
              subscription: Subscription ID
              quantity: Seat Count
              amount: Seller Cost (Invoiced Currency)
              currency: Invoice Currency
          entitlements:
            parse: subscriptions
            records: items
            columns:
              subscription: subscriptionId
              quantity: subscriptionTotalLicenses
              price: cost
              currency: currency
              start: subscriptionPurchasedDate
          tie_out:
            reconcile: { charges: charges, entitlements: entitlements }
            period: ${params.period}
            match: [[subscription]]

        """

    /// For a run that is to wait as long as the test does: other tests may keep that from going on for minutes.
    static let patientHTTP = #"{"attempts": 1, "idle_timeout": 86400}"#

    /// Writes the pipeline and the configuration for a service, and returns the words that run them.
    func serviceRun(
        _ address: String, access: String = "an-access-token", refresh: String = "a-refresh-token",
        http: String = #"{"attempts": 1}"#
    ) throws -> [String] {
        try write("service.yaml", Self.servicePipeline)
        try writeConfiguration(service: address, access: access, refresh: refresh, http: http)
        return ["run", "service.yaml", "--config", "ion.json"] + Self.month
    }
}
