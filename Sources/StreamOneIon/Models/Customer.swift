/// A customer.
public struct Customer: Codable, Sendable, Hashable {
    /// The resource's name, `accounts/A/customers/ID`.
    public let name: String
    /// The organisation.
    public let customerOrganization: String?
    /// Where it is.
    public let customerAddress: Address?
    /// The contact's name.
    public let customerName: String?
    /// The contact's address.
    public let customerEmail: String?
    /// The contact's title.
    public let customerTitle: String?
    /// The contact's telephone.
    public let customerPhone: String?
    /// When it was made.
    public let createTime: Instant?
    /// When it was last changed.
    public let updateTime: Instant?
    /// The language it is written to in.
    public let languageCode: String?
    /// Another id of the service's.
    public let uid: String?
    /// The state.
    public let customerStatus: CustomerStatus?

    /// A postal address.
    public struct Address: Codable, Sendable, Hashable {
        /// The street.
        public let street: String?
        /// What stands behind the street.
        public let suite: String?
        /// The city.
        public let city: String?
        /// The state or county.
        public let state: String?
        /// The postal code.
        public let zip: String?
        /// The country's code.
        public let country: String?
    }

    /// The customer's number; it stands only in the name.
    public var id: IonID { IonID(rawValue: name.split(separator: "/").last.map(String.init) ?? name) }
}
