/// A customer of version 1. What is known is typed, and all else is in ``other``.
public struct LegacyCustomer: Codable, Sendable, Hashable {
    /// The customer's number.
    public let id: IonID?
    /// The organisation.
    public let company: String?
    /// The contact's name.
    public let name: String?
    /// The contact's address.
    public let email: String?
    /// The contact's telephone.
    public let phone: String?
    /// The group that it is in.
    public let groupId: IonID?
    /// Every other member, as it came.
    public let other: [String: IonValue]

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case id, company, name, email, phone, groupId
    }
}

extension LegacyCustomer {
    /// Reads what is known, and keeps the rest.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        id = try members.decodeIfPresent(IonID.self, forKey: .id)
        company = try members.decodeIfPresent(String.self, forKey: .company)
        name = try members.decodeIfPresent(String.self, forKey: .name)
        email = try members.decodeIfPresent(String.self, forKey: .email)
        phone = try members.decodeIfPresent(String.self, forKey: .phone)
        groupId = try members.decodeIfPresent(IonID.self, forKey: .groupId)
        other = try OtherMembers(from: decoder, besides: CodingKeys.allCases.map(\.rawValue)).values
    }

    /// Writes what is known and the rest.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encodeIfPresent(id, forKey: .id)
        try members.encodeIfPresent(company, forKey: .company)
        try members.encodeIfPresent(name, forKey: .name)
        try members.encodeIfPresent(email, forKey: .email)
        try members.encodeIfPresent(phone, forKey: .phone)
        try members.encodeIfPresent(groupId, forKey: .groupId)
        try OtherMembers(values: other).encode(to: encoder)
    }
}
