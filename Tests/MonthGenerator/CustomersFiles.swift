internal import Formats
internal import Records

/// The customers, as version 3 and as version 1 of the API have them.
struct CustomersFiles {
    private let plan: MonthPlan

    /// The files of a plan's customers.
    init(plan: MonthPlan) {
        self.plan = plan
    }

    /// Writes `customers.json` and `legacy-customers.json` into a directory.
    func write(to directory: String) throws {
        try write("{\"customers\":[\n", current, "]}\n", to: directory + "/customers.json")
        try write("{\"data\":{\"customer\":[\n", legacy, "]}}\n", to: directory + "/legacy-customers.json")
    }

    private func write(
        _ opening: String, _ object: (Int, Customer) -> JSONValue, _ ending: String, to path: String
    ) throws {
        var file = try BufferedFile(path)
        try file.append(opening)
        for (index, customer) in plan.customers.enumerated() {
            let comma = index + 1 < plan.customers.count ? "," : ""
            try file.append("\(object(index, customer).compactText)\(comma)\n")
        }
        try file.append(ending)
        try file.flush()
    }

    private func current(_ index: Int, _ customer: Customer) -> JSONValue {
        [
            "name": .string("accounts/17017/customers/\(customer.id)"),
            "customerOrganization": .string(customer.name),
            "customerAddress": [
                "street": .string("Market Street \(index + 1)"),
                "city": .string(Self.cities[index % Self.cities.count]),
                "zip": .string(String(10_000 + 7 * index)), "country": .string(customer.currency.country),
            ],
            "customerName": .string(Self.contact(index)), "customerEmail": .string(Self.email(index)),
            "customerPhone": .string("+1555\(1_000_000 + index)"), "createTime": .string(Self.created(index)),
            "updateTime": .string(Self.created(index)), "languageCode": .string(customer.currency.language),
            "uid": .string("uid-\(customer.id)"), "customerStatus": .string(index % 14 == 13 ? "INACTIVE" : "ACTIVE"),
        ]
    }

    private func legacy(_ index: Int, _ customer: Customer) -> JSONValue {
        [
            "id": .string(customer.id), "company": .string(customer.name), "name": .string(Self.contact(index)),
            "email": .string(Self.email(index)), "phone": .string("+1555\(1_000_000 + index)"),
            "addressStreet": .string("Market Street \(index + 1)"),
            "addressCity": .string(Self.cities[index % Self.cities.count]), "addressState": "",
            "addressZip": .string(String(10_000 + 7 * index)), "addressCountry": .string(customer.currency.country),
            "groupId": .string(String(1 + index % 3)),
            "group": ["id": .string(String(1 + index % 3)), "name": .string("Group \(1 + index % 3)")],
            "customFieldsValues": [["name": "Cost Center", "value": .string("CC-\(100 + index % 5)")]],
            "invoices": [],
        ]
    }

    private static func contact(_ index: Int) -> String {
        "\(firstNames[index % firstNames.count]) \(lastNames[index / firstNames.count % lastNames.count])"
    }

    private static func email(_ index: Int) -> String { "billing@customer-\(index + 1).example" }

    private static func created(_ index: Int) -> String {
        let day = CivilDate(daysSinceEpoch: Int32(19_000 + index % 1000))
        return "\(day)T08:30:00Z"
    }

    private static let firstNames = ["Ada", "Björn", "Chloé", "Dag", "Elin", "Femke", "Gustav"]
    private static let lastNames = ["Almgren", "Okafor", "de Vries", "Smith-Jones", "Lindqvist", "Núñez"]
    private static let cities = ["Utrecht", "Portland", "Göteborg", "Ålesund", "Lyon"]
}

extension MarketCurrency {
    /// The language that customers of the market are written to in.
    fileprivate var language: String {
        switch self {
        case .euro: "nl-NL"
        case .dollar: "en-US"
        case .krona: "sv-SE"
        }
    }
}
