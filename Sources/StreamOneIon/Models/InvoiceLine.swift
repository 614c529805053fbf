/// A line of an invoice of version 1. Its schema is not published: what is known is typed, and all else is in ``other``.
public struct InvoiceLine: Codable, Sendable, Hashable {
    /// The line's id.
    public let id: IonID?
    /// The cloud provider's number: 30 is Microsoft CSP, 1 is AWS.
    public let cloudProviderId: IonID?
    /// Every other member, as it came.
    public let other: [String: IonValue]

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case id, cloudProviderId
    }
}

extension InvoiceLine {
    /// Reads what is known, and keeps the rest.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        id = try members.decodeIfPresent(IonID.self, forKey: .id)
        cloudProviderId = try members.decodeIfPresent(IonID.self, forKey: .cloudProviderId)
        other = try OtherMembers(from: decoder, besides: CodingKeys.allCases.map(\.rawValue)).values
    }

    /// Writes what is known and the rest.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encodeIfPresent(id, forKey: .id)
        try members.encodeIfPresent(cloudProviderId, forKey: .cloudProviderId)
        try OtherMembers(values: other).encode(to: encoder)
    }
}
