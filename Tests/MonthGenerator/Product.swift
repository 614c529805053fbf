internal import Records

/// Something that is sold by the seat, or the plan under which consumption is billed.
struct Product {
    /// The product's own id in the catalogue of the cloud provider.
    let id: String
    /// The product's name.
    let name: String
    /// The SKU that subscriptions and report rows share.
    let skuID: String
    /// The SKU's name.
    let skuName: String
    /// What a seat costs the reseller a month, in euros; nought for a plan.
    let monthlyCost: ExactDecimal

    private init(_ id: String, _ name: String, _ skuID: String, _ skuName: String, cents: Int) {
        self.id = id
        self.name = name
        self.skuID = skuID
        self.skuName = skuName
        monthlyCost = ExactDecimal(cents).times(1, over: 100)
    }

    /// The SKU's name as an identifier.
    var slug: String {
        String(skuName.map { $0.isLetter || $0.isNumber ? $0 : "-" })
    }

    /// The plan that carries consumption and has no price itself.
    static let azurePlan = Product("DZH318Z0BPS6", "Cirrus Consumption Plan", "0001", "Cirrus Plan", cents: 0)

    /// Sold to nobody: a charge for it finds no subscription of its customer.
    static let soldToNobody = Product("PhoneNCE", "Phone NCE", "CFQ7TTC0N4ZQ", "Desk Phone Calling", cents: 1475)

    /// Held only in pairs by one customer, so that a charge without a subscription fits both.
    static let heldInPairs = Product("DiagramNCE", "Diagram NCE", "CFQ7TTC0M8XK", "Diagram Plan 2", cents: 1390)

    /// What clean subscriptions are for. Nothing costs less than six euros: from there on, half a cent of rounding
    /// stays below a tenth of a percent.
    static let catalogue = [
        Product("Office365NCE", "Office Suite NCE", "CFQ7TTC0LH18", "Office Suite Business Basic EEA", cents: 610),
        Product("Office365NCE", "Office Suite NCE", "CFQ7TTC0LDPB", "Office Suite Business Standard EEA", cents: 1175),
        Product("Office365NCE", "Office Suite NCE", "CFQ7TTC0LCHC", "Office Suite Business Premium", cents: 2060),
        Product("Office365NCE", "Office Suite NCE", "CFQ7TTC0LFLX", "Office Suite E3, Unattended License", cents: 3740),
        Product("Office365NCE", "Office Suite NCE", "CFQ7TTC0LF8R", "Office Suite E5 (no Calling)", cents: 5330),
        Product("Office365NCE", "Office Suite NCE", "CFQ7TTC0LHQ4", "Office Suite F3 Frontline", cents: 780),
        Product("MailNCE", "Mail NCE", "CFQ7TTC0LGZW", "Mail Plan 2", cents: 745),
        Product("MailNCE", "Mail NCE", "CFQ7TTC0LH3N", "Mail Archiving", cents: 655),
        Product("SecurityNCE", "Security NCE", "CFQ7TTC0LGV0", "Identity Protection P1", cents: 640),
        Product("SecurityNCE", "Security NCE", "CFQ7TTC0LFK5", "Identity Protection P2", cents: 830),
        Product("SecurityNCE", "Security NCE", "CFQ7TTC0LGQ2", "Endpoint Guard Plan 2", cents: 915),
        Product("SecurityNCE", "Security NCE", "CFQ7TTC0JN9P", "Device Management Suite", cents: 960),
        Product("PlanningNCE", "Planning NCE", "CFQ7TTC0HDB1", "Project Planning Plan 3", cents: 2790),
        Product("PlanningNCE", "Planning NCE", "CFQ7TTC0HDB0", "Project Planning Plan 5", cents: 5120),
        Product("AnalysisNCE", "Analysis NCE", "CFQ7TTC0H9MP", "Business Analysis Pro", cents: 1285),
        Product("AnalysisNCE", "Analysis NCE", "CFQ7TTC0H6RP", "Business Analysis, Premium Per User", cents: 2210),
        Product("RoomsNCE", "Rooms NCE", "CFQ7TTC0QW7C", "Meeting Rooms \"Pro\"", cents: 3695),
        Product("RoomsNCE", "Rooms NCE", "CFQ7TTC0R60V", "Calling Plan, Domestic 3,000 Minutes", cents: 1120),
        Product("SalesNCE", "Sales NCE", "CFQ7TTC0LHXM", "Sales Professional", cents: 6075),
        Product("SalesNCE", "Sales NCE", "CFQ7TTC0LHPG", "Customer Service Enterprise", cents: 8840),
        Product("AssistantNCE", "Assistant NCE", "CFQ7TTC0MM8R", "Office Assistant", cents: 2640),
    ]
}
