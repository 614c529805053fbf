/// Who buys, and what: the same on every file of a seed.
struct Catalogue {
    /// Somebody who is charged.
    struct Customer {
        let id: String
        let name: String
        let company: String
        let domain: String
        let country: String
    }

    /// Something on offer.
    struct Product {
        let id: String
        let name: String
        let skuID: String
        let skuName: String
        let term: String
        /// What the consumption of it is measured in; nil where seats are charged.
        let meter: (category: String, name: String, unit: String)?
    }

    /// What a customer holds of a product.
    struct Subscription {
        let id: String
        let customer: Customer
        let product: Product
        let orderNumber: String
        let orderDate: String
        /// Where the product runs; empty where seats are charged.
        let region: String
    }

    /// Everything that charges are made for.
    let subscriptions: [Subscription]

    /// Makes up customers and their subscriptions.
    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let customers = (0..<5000).map { Self.customer(number: $0, &random) }
        subscriptions = (0..<25_000).map { number in
            let product = random.one(of: Self.products)
            return Subscription(
                id: random.guid(),
                customer: random.one(of: customers),
                product: product,
                orderNumber: "90000\(10_000 + number)",
                orderDate: "202\(random.number(in: 2...5))-\(random.number(in: 10...12))-\(random.number(in: 10...28))",
                region: product.meter == nil ? "" : random.one(of: ["westeurope", "swedencentral", "eastus2"])
            )
        }
    }

    private static func customer(number: Int, _ random: inout SplitMix64) -> Customer {
        let place = random.one(of: places)
        let trade = random.one(of: trades)
        let name =
            switch random.below(40) {
            case 0: "\(place) \"\(trade)\" Holding"
            case 1: "\(place) \(trade)\nAttn: Accounts Payable"
            case 2...4: "\(trade), \(place) & Partners, Ltd."
            case 5...9: "\(place) \(trade) AB"
            default: "\(place) \(trade)"
            }
        return Customer(
            id: "\(306_000 + number * 3)",
            name: name,
            company: random.isOne(in: 2) ? "" : name,
            domain: "c\(number).example",
            country: random.one(of: ["SE", "DE", "NL", "FI", "US", "GB"])
        )
    }

    private static let places = [
        "Högalid", "Stonebridge", "Åre", "Kungsholm", "Northgate", "Lindenthal", "Oude Haven", "Mellby", "Riverside",
        "Saint-Éloi", "Grünwald", "Ashford", "Brämhult", "Fairmount", "Hollandse Kust", "Östermalm",
    ]
    private static let trades = [
        "Insurance", "Tandvård", "Fjällvård", "Logistics", "Bakery", "Architects", "Maschinenbau", "Shipping",
        "Legal Services", "Housing Association", "Dairy", "Print Works", "Energy", "Clinic", "School Board",
    ]

    private static let products: [Product] = [
        seats("CFQ7TTC0LH16", "Cirrus Office Business Basic", "0001", "Business Basic (Annual, Billed Monthly)"),
        seats("CFQ7TTC0LDPB", "Cirrus Office Business Standard", "0001", "Business Standard (Annual, Billed Monthly)"),
        seats("CFQ7TTC0LGZW", "Cirrus Identity P1", "0002", "Identity P1 for \"Frontline\" Workers"),
        seats("CFQ7TTC0LHQ4", "Cirrus Mail Plan 2", "0005", "Mail Plan 2"),
        usage("Virtual Machines", "D4s v5", "1 Hour"),
        usage("Virtual Machines", "E8s v5 Spot", "1 Hour"),
        usage("Storage", "Hot LRS Data Stored", "1 GB/Month"),
        usage("Storage", "Premium SSD P10, LRS Disk", "1/Month"),
        usage("Storage", "Write Operations", "10K"),
        usage("Bandwidth", "Standard Data Transfer Out", "1 GB"),
        usage("SQL Database", "vCore, General Purpose", "1 Hour"),
        usage("Log Analytics", "Pay-as-you-go Data Ingestion", "1 GB"),
        usage("Virtual Network", "Standard IPv4 Static Public IP", "1 Hour"),
    ]

    private static func seats(_ id: String, _ name: String, _ skuID: String, _ skuName: String) -> Product {
        Product(id: id, name: name, skuID: skuID, skuName: skuName, term: "P1Y-Monthly", meter: nil)
    }

    private static func usage(_ category: String, _ name: String, _ unit: String) -> Product {
        Product(
            id: "DZH318Z0BPS6", name: "Cirrus Consumption", skuID: "0001", skuName: "Cirrus Plan", term: "",
            meter: (category, name, unit)
        )
    }
}
