internal import Records

/// Something that is billed by consumption or once, on a subscription to the consumption plan.
struct Meter {
    /// The charge type of its rows.
    let chargeType: String
    /// What the column Type says of its rows.
    let type: String
    /// The meter's category.
    let category: String
    /// The meter's name.
    let name: String
    /// The unit of its quantity.
    let unit: String
    /// The price of a unit in euros, with at most four fraction digits.
    let price: ExactDecimal

    private init(
        _ chargeType: String,
        _ type: String,
        _ category: String,
        _ name: String,
        _ unit: String,
        tenThousandths: Int
    ) {
        self.chargeType = chargeType
        self.type = type
        self.category = category
        self.name = name
        self.unit = unit
        price = ExactDecimal(tenThousandths).times(1, over: 10_000)
    }

    private static func usage(_ category: String, _ name: String, _ unit: String, tenThousandths: Int) -> Meter {
        Meter("usage", "Usage", category, name, unit, tenThousandths: tenThousandths)
    }

    /// What is measured.
    static let measured = [
        usage("Virtual Machines", "B2s v2", "1 Hour", tenThousandths: 408),
        usage("Virtual Machines", "D4s v5", "1 Hour", tenThousandths: 1935),
        usage("Virtual Machines", "E8s v5 Spot", "1 Hour", tenThousandths: 1102),
        usage("Storage", "Hot LRS Data Stored", "1 GB/Month", tenThousandths: 184),
        usage("Storage", "Premium SSD P10, LRS Disk", "1/Month", tenThousandths: 186_400),
        usage("Storage", "Write Operations", "10K", tenThousandths: 529),
        usage("Bandwidth", "Standard Data Transfer Out", "1 GB", tenThousandths: 797),
        usage("SQL Database", "vCore, General Purpose", "1 Hour", tenThousandths: 2316),
        usage("Log Analytics", "Pay-as-you-go Data Ingestion", "1 GB", tenThousandths: 25_290),
        usage("Key Vault", "Operations", "10K", tenThousandths: 276),
        usage("Backup", "Azure VM Protected Instance", "1/Month", tenThousandths: 46_100),
        usage("Virtual Network", "Standard IPv4 Static Public IP", "1 Hour", tenThousandths: 46),
    ]

    /// Software of others, billed through the marketplace.
    static let marketplace = Meter(
        "marketplace",
        "Marketplace",
        "SaaS",
        "Firewall Appliance, \"Hourly\"",
        "1 Hour",
        tenThousandths: 8_437
    )

    /// A perpetual licence, billed once.
    static let perpetual = Meter(
        "oneTime",
        "Software",
        "Perpetual Software",
        "Server Standard 16 Core",
        "1",
        tenThousandths: 9_180_000
    )

    /// Where meters run.
    static let regions = ["westeurope", "northeurope", "swedencentral", "eastus2", "germanywestcentral"]
}
