public import Records

/// An invoice of version 1. Its schema is not published: what is known is typed, and all else is in ``other``.
public struct Invoice: Codable, Sendable, Hashable {
    /// The invoice's id.
    public let id: IonID?
    /// The number that people know it by.
    public let number: String?
    /// The first day that is billed.
    public let billingStartDate: CivilDate?
    /// The last day that is billed.
    public let billingEndDate: CivilDate?
    /// What it comes to.
    public let total: ExactDecimal?
    /// The currency.
    public let currency: String?
    /// The cloud that is billed.
    public let cloudUsed: String?
    /// The state.
    public let status: InvoiceStatus?
    /// The lines, where they come along.
    public let lines: [InvoiceLine]?
    /// Every other member, as it came.
    public let other: [String: IonValue]

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case id, number, billingStartDate, billingEndDate, total, currency, cloudUsed, status, lines
    }
}

extension Invoice {
    /// Reads what is known, and keeps the rest.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        id = try members.decodeIfPresent(IonID.self, forKey: .id)
        number = try members.decodeIfPresent(String.self, forKey: .number)
        billingStartDate = try members.decodeIfPresent(Instant.self, forKey: .billingStartDate)?.date
        billingEndDate = try members.decodeIfPresent(Instant.self, forKey: .billingEndDate)?.date
        total = try members.decodeIfPresent(ExactDecimal.self, forKey: .total)
        currency = try members.decodeIfPresent(String.self, forKey: .currency)
        cloudUsed = try members.decodeIfPresent(String.self, forKey: .cloudUsed)
        status = try members.decodeIfPresent(InvoiceStatus.self, forKey: .status)
        lines = try members.decodeIfPresent([InvoiceLine].self, forKey: .lines)
        other = try OtherMembers(from: decoder, besides: CodingKeys.allCases.map(\.rawValue)).values
    }

    /// Writes what is known and the rest.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encodeIfPresent(id, forKey: .id)
        try members.encodeIfPresent(number, forKey: .number)
        try members.encodeIfPresent(billingStartDate?.description, forKey: .billingStartDate)
        try members.encodeIfPresent(billingEndDate?.description, forKey: .billingEndDate)
        try members.encodeIfPresent(total, forKey: .total)
        try members.encodeIfPresent(currency, forKey: .currency)
        try members.encodeIfPresent(cloudUsed, forKey: .cloudUsed)
        try members.encodeIfPresent(status, forKey: .status)
        try members.encodeIfPresent(lines, forKey: .lines)
        try OtherMembers(values: other).encode(to: encoder)
    }
}
