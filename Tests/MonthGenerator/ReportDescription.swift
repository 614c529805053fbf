internal import Formats
internal import Records

/// The report as `GET /reports/{id}` describes it.
struct ReportDescription {
    private let period: Month

    /// The description of a month's report.
    init(period: Month) {
        self.period = period
    }

    /// The description as JSON.
    var value: JSONValue {
        [
            "reportId": "49038",
            "displayName": "MONTH-END-SEATS-AND-CONSUMPTION",
            "category": "BILLING_REPORTS",
            "createdBy": "Ylva Brandt",
            "lastUpdatedBy": "Ylva Brandt",
            "specs": [
                "allColumns": .array(ReportColumn.all.enumerated().map(column)),
                "dateRangeOption": dateRange,
                "currencyOption": currencies,
            ],
            "createTime": .string("\(period.start)T07:40:12Z"),
            "providerIds": ["30"],
            "reportTemplateId": "azure_plan_billing",
            "reportModule": "REPORTS_REPORTS_MODULE",
        ]
    }

    /// A column as the API lists it: what is false is left out.
    private func column(_ number: Int, _ column: ReportColumn) -> JSONValue {
        var value: JSONValue = ["id": .string(String(801_309 + number)), "displayName": .string(column.heading)]
        if column.isGroupable { value["groupable"] = true }
        value["columnTemplateId"] = .string("azure_plan_billing.\(column.template)")
        return value
    }

    private var dateRange: JSONValue {
        [
            "selectedRange": [
                "relativeDateRange": "LAST_MONTH",
                "relativeActualDateRange": [
                    "startDate": .string("\(period.start)T00:00:00Z"),
                    "endDate": .string("\(period.lastDay)T00:00:00Z"),
                ],
            ]
        ]
    }

    private var currencies: JSONValue {
        let dollar = currency("USD", "$", "U.S. Dollar", order: 1)
        let euro = currency("EUR", "€", "Euro", order: 5)
        let krona = currency("SEK", "SEK", "Swedish Krona", order: 12)
        return ["availableCurrencies": [dollar, euro, krona], "selectedCurrency": euro]
    }

    private func currency(_ code: String, _ symbol: String, _ name: String, order: Int) -> JSONValue {
        [
            "code": .string(code), "symbol": .string(symbol), "name": .string(name),
            "displayOrder": .number(String(order)),
        ]
    }
}
