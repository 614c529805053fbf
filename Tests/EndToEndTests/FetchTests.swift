import Testing

@Suite("Fetching all that can be fetched", .timeLimit(.minutes(15)))
struct FetchTests {
    private static let pipeline = """
        version: 1
        name: everything
        stages:
          one: { fetch: subscription, customer_id: "306011", subscription_id: "2277242", refresh: true }
          one_read: { parse: one, records: ".", columns: { id: id, price: { column: price, type: decimal }, sku: ccpProductInfo/skuId } }
          one_out: { write: one_read, to: one.csv }
          logs: { parse: one, records: activityLogs/items, columns: { id: id, done: actionType } }
          logs_out: { write: logs, to: logs.csv }
          customers: { fetch: customers, page_size: 5, status: ACTIVE }
          customers_read: { parse: customers, records: customers, columns: { name: name, city: customerAddress/city } }
          customers_out: { write: customers_read, to: customers.csv }
          products: { fetch: products, language: sv, page_size: 4 }
          skus: { parse: products, records: products/definition/skus, columns: { sku: id, product: { column: id, of: products } } }
          skus_out: { write: skus, to: skus.csv }
          orders: { fetch: orders, customer: "-", page_size: 30 }
          orders_read: { parse: orders, records: orders, columns: { id: orderId, total: { column: total, type: decimal } } }
          orders_out: { write: orders_read, to: orders.csv }
          reports: { fetch: reports, module: REPORTS_REPORTS_MODULE }
          reports_read: { parse: reports, records: reports, columns: { id: reportId } }
          reports_out: { write: reports_read, to: reports.csv }
          old: { fetch: legacy-customers, accept: xml, filters: { company: { partial: "A%" } }, relations: [group], sort: { id: desc } }
          old_read: { parse: old, records: customer, columns: { id: id, company: company, group: group/name } }
          old_out: { write: old_read, to: old.csv }
          aws: { fetch: billing-report, provider: aws, month: 2026-10, currency: EUR }
          aws_read: { parse: aws, columns: { customer: customer_id, price: { column: price, type: decimal }, currency: { column: price_currency, type: currency } } }
          aws_out: { write: aws_read, to: aws.csv }
          rows: { fetch: report, report_id: "49038", range: LAST_MONTH, delivery: streamed, columns: [Customer ID] }
          rows_read: { parse: rows }
          rows_out: { write: rows_read, to: rows.csv }
          week: { fetch: report, report_id: "49038", range: { first: 2026-10-01, last: 2026-10-07 }, columns: [Charge StartDate] }
          week_read: { parse: week }
          week_out: { write: week_read, to: week.csv }
        """

    @Test("every object of the API, lists and single ones, as JSON and XML, through a pipeline")
    func everything() async throws {
        try await withWorkplace { place in
            try place.write("all.yaml", Self.pipeline)
            let ending = try await place.run("run", "all.yaml", "--sandbox", "--as-of", "2026-11-23")
            #expect(ending.code == 0, "\(ending.error)")
            let counts = [
                "one": 1, "logs": 1, "customers": 39, "skus": 24, "orders": 78, "reports": 1, "old": 1, "aws": 54,
                "rows": 1240, "week": 306,
            ]
            for (name, count) in counts {
                let text = try place.text(of: "out/sandbox/everything/all/\(name).csv")
                #expect(CSVText.rows(text).count == count, "\(name)")
            }
            #expect(
                try place.text(of: "out/sandbox/everything/all/one.csv").hasSuffix(
                    "2277242,11.33,Device-Management-Suite\n"))
        }
    }
}
