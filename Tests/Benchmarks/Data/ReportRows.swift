/// The rows of a report: 28 columns, quotes only where they are needed, lines ended by a line feed.
struct ReportRows {
    private var random: SplitMix64
    /// The fields of each subscription, which come to most of a row.
    private let subscriptions: [SubscriptionFields]
    private var number = 0

    /// The first line.
    static let heading = """
        Invoice Number,Line ID,Customer ID,Customer Name,Customer Company,Domain Name,Subscription ID,Product ID,\
        Product Name,SKU ID,SKU Name,Term And Billing Cycle,Order Number,Order Date,Charge Type,Charge StartDate,\
        Charge EndDate,Seat Count,Unit,Effective Unit Price,Usage Quantity,Meter Category,Meter Name,Region,Currency,\
        Seller Cost,Customer Cost,Note

        """

    /// Rows that charge the subscriptions of a catalogue.
    init(seed: UInt64, _ catalogue: Catalogue) {
        random = SplitMix64(seed: seed &+ 1)
        subscriptions = catalogue.subscriptions.map(SubscriptionFields.init)
    }

    /// Appends the next row.
    mutating func appendNext(to bytes: inout [UInt8]) {
        let fields = random.one(of: subscriptions)
        number += 1
        bytes.append(text: "IN-2026-10-")
        bytes.append(text: Self.currencies[number % 3])
        bytes.append(text: ",900116-")
        bytes.append(number: number)
        bytes.append(UInt8(ascii: ","))
        bytes.append(contentsOf: fields.customer)
        bytes.append(contentsOf: fields.product)
        let day = random.number(in: 1...28)
        bytes.append(text: fields.isMetered ? "usage," : random.isOne(in: 30) ? "cycleFee-credit," : "cycleFee,")
        bytes.append(dayOfOctober: day)
        bytes.append(UInt8(ascii: ","))
        bytes.append(dayOfOctober: day + random.below(3))
        bytes.append(UInt8(ascii: ","))
        appendAmounts(of: fields, to: &bytes)
        appendNote(of: fields, to: &bytes)
    }

    /// From the seat count to the customer cost.
    private mutating func appendAmounts(of fields: SubscriptionFields, to bytes: inout [UInt8]) {
        bytes.append(number: fields.isMetered ? 1 : random.number(in: 1...60))
        bytes.append(UInt8(ascii: ","))
        bytes.append(contentsOf: fields.unit)
        bytes.append(scaled: random.below(4_000_000), fractionDigits: 4)
        bytes.append(UInt8(ascii: ","))
        if fields.isMetered { bytes.append(scaled: random.below(90_000_000), fractionDigits: 6) }
        bytes.append(UInt8(ascii: ","))
        bytes.append(contentsOf: fields.meter)
        bytes.append(text: Self.currencies[number % 3])
        bytes.append(UInt8(ascii: ","))
        let fractionDigits = random.number(in: 6...10)
        var cost = random.below(random.isOne(in: 20) ? 20_000_000_000_000 : 600_000_000_000)
        for _ in fractionDigits..<10 { cost /= 10 }
        if random.isOne(in: 40) { cost = -cost }
        bytes.append(scaled: cost, fractionDigits: fractionDigits)
        bytes.append(UInt8(ascii: ","))
        bytes.append(scaled: cost + cost / 8, fractionDigits: fractionDigits)
        bytes.append(UInt8(ascii: ","))
    }

    private mutating func appendNote(of fields: SubscriptionFields, to bytes: inout [UInt8]) {
        if random.isOne(in: 16) {
            bytes.append(field: random.one(of: Self.notes))
        } else if fields.isMetered {
            bytes.append(contentsOf: fields.resource)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private static let currencies = ["EUR", "USD", "SEK"]
    private static let notes = [
        "Prorated, see the order", "Agreed with \"Purchasing\" in May", "Moved from another reseller\nPO 4500017283",
        "Reservation, one year, paid \"upfront\"", "Cost centre 4410",
    ]
}
