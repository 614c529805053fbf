/// The pipeline that a beginner starts with.
enum StarterPipeline {
    /// The file's name.
    static let name = "month-end.yaml"

    /// The file, with comments for who changes it.
    static let text = #"""
        # Closes a month: what the distributor billed, held against what you hold.
        #
        #   crossfoot lint month-end.yaml                          looks for faults in this file
        #   crossfoot test month-end.yaml                          runs the tests at its end
        #   crossfoot plan month-end.yaml                          tells what a run would do
        #   crossfoot run month-end.yaml --sandbox                 tries it on this machine, without an account
        #   crossfoot run month-end.yaml --config ion.json         closes last month
        version: 1
        name: month-end # the published files lie in out/month-end/2026-10

        # Values that a run may be given: --param period=2026-10. ${params.period} stands for the value.
        params:
          period: { type: month, default: last-month, about: the month that is closed }
          report: { type: text, default: "49038", about: "the billing report's number, as the portal shows it" }

        # The steps. Each has one verb; they run at the same time, as soon as something arrives for them.
        stages:
          # What was billed: a report that you define in the portal, with the columns below.
          report:
            fetch: report
            report_id: ${params.report}
            range: ${params.period}

          # What you hold: all subscriptions.
          subscriptions:
            fetch: subscriptions

          # On the left Crossfoot's name for a column, on the right the report's heading. A heading that is not there ends
          # the run; nothing is guessed.
          charges:
            parse: report
            columns:
              subscription: Subscription ID
              sku: SKU ID
              customer: Customer ID
              customer_name: Customer Name
              charge_type: Charge Type
              reference: Order Number
              start: Charge StartDate
              last_day: Charge EndDate
              quantity: Seat Count
              amount: Seller Cost (Invoiced Currency)
              currency: Invoice Currency

          entitlements:
            parse: subscriptions
            records: items
            columns:
              subscription: subscriptionId
              sku: subscriptionSkuId
              customer: customerId
              customer_name: customerName
              quantity: subscriptionTotalLicenses
              price: cost # of one licence for one billing cycle
              currency: currency
              start: subscriptionPurchasedDate
              end: subscriptionEndDate
              status: subscriptionStatus
              cycle: subscriptionBillingCycle
              trial: isTrial

          # The one against the other. The most precise key first; what no key brings together is a break.
          tie_out:
            reconcile: { charges: charges, entitlements: entitlements }
            period: ${params.period}
            match:
              - [subscription, sku, interval]
              - [subscription]
              - [customer, sku]
            compare:
              quantity: 0
              amount: { absolute: "0.01", percent: "0.1" } # let pass, and posted; never dropped
            # settlement_days: 15 # business days until the bill is final; before, a run ends with 5 (provisional)

          # What the month before left open stays open until a credit takes it back, or you decide.
          carried:
            carry: last-month

          # The charges as they were read, for the archive.
          charges_out:
            write: charges
            to: charges.csv.gz

        # A run ends with exit code 3 when one of these does not hold.
        gates:
          - { no_more_than: 0, of: [tie_out.breaks] }

        # What `crossfoot test` tries: no service is asked.
        tests:
          - name: a month that ties out
            params: { period: 2026-10 }
            given:
              report:
                csv: |
                  Customer ID,Customer Name,Subscription ID,SKU ID,Charge Type,Order Number,Charge StartDate,Charge EndDate,Seat Count,Seller Cost (Invoiced Currency),Invoice Currency
                  1,Alder & Vink,S-1,SKU-1,renew,O-1,2026-10-01,2026-10-31,3,30.00,EUR
              subscriptions:
                json: |
                  {"items": [{"subscriptionId": "S-1", "subscriptionSkuId": "SKU-1", "customerId": "1",
                    "customerName": "Alder & Vink", "subscriptionTotalLicenses": "3", "cost": 10, "currency": "EUR",
                    "subscriptionPurchasedDate": "2026-01-01T00:00:00Z", "subscriptionEndDate": "2026-11-01T00:00:00Z",
                    "subscriptionStatus": "active", "subscriptionBillingCycle": "monthly", "isTrial": false}]}
            expect: { exit: 0, records: { charges: 1, entitlements: 1 }, breaks: { tie_out: 0 } }

          - name: a seat too many is a break
            params: { period: 2026-10 }
            given:
              report:
                csv: |
                  Customer ID,Customer Name,Subscription ID,SKU ID,Charge Type,Order Number,Charge StartDate,Charge EndDate,Seat Count,Seller Cost (Invoiced Currency),Invoice Currency
                  1,Alder & Vink,S-1,SKU-1,renew,O-1,2026-10-01,2026-10-31,4,40.00,EUR
              subscriptions:
                json: |
                  {"items": [{"subscriptionId": "S-1", "subscriptionSkuId": "SKU-1", "customerId": "1",
                    "customerName": "Alder & Vink", "subscriptionTotalLicenses": "3", "cost": 10, "currency": "EUR",
                    "subscriptionPurchasedDate": "2026-01-01T00:00:00Z", "subscriptionEndDate": "2026-11-01T00:00:00Z",
                    "subscriptionStatus": "active", "subscriptionBillingCycle": "monthly", "isTrial": false}]}
            expect: { exit: 3, codes: { tie_out: { V1: 1 } } }

        """#
}
