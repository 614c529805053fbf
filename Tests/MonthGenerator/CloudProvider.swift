/// Who provides what a row of the report charges; each sends invoices of its own.
enum CloudProvider: String, CaseIterable {
    /// Licences and consumption.
    case microsoft = "30"
    /// Software of others, by consumption.
    case marketplace = "31"
    /// Perpetual licences, billed once.
    case software = "32"

    /// The provider's number, as the API has it.
    var id: String { rawValue }

    /// What invoices call it.
    var cloudUsed: String {
        switch self {
        case .microsoft: "microsoft"
        case .marketplace: "marketplace"
        case .software: "software"
        }
    }
}
