/// A report as it is defined in the portal, with all that the service says of it.
public struct ReportDefinition: Codable, Sendable, Hashable {
    /// The report's number.
    public let reportId: IonID
    /// The report's name.
    public let displayName: String?
    /// What kind of report it is.
    public let category: ReportCategory?
    /// Which part of the portal it belongs to.
    public let reportModule: ReportModule?
    /// The template it was made of.
    public let reportTemplateId: String?
    /// Who made it.
    public let createdBy: String?
    /// Who last changed it.
    public let lastUpdatedBy: String?
    /// When it was made.
    public let createTime: Instant?
    /// When it was last opened.
    public let accessTime: Instant?
    /// Its columns and what selects its rows; lists leave it out.
    public let specs: Specs?
    /// The cloud providers it is about.
    public let providerIds: [IonID]?
    /// The providers whose data is kept ready.
    public let cacheMetadataProviderIds: [IonID]?
    /// Further settings.
    public let options: [IonValue]?
}

extension ReportDefinition {
    /// A report's columns, and what selects its rows.
    public struct Specs: Codable, Sendable, Hashable {
        /// The columns to choose from.
        public let allColumns: [Column]?
        /// The columns that are chosen; sent, though not in the API's description.
        public let selectedColumns: [SelectedColumn]?
        /// What restricts the columns' values.
        public let columnFilters: [IonValue]?
        /// Text that rows must have.
        public let substringFilter: IonValue?
        /// Tags that can be columns.
        public let tagKeys: [IonValue]?
        /// Whether there are more tags than are listed.
        public let isTagKeysTruncated: Bool?
        /// Customers' fields that can be columns.
        public let customerFieldKeys: [IonValue]?
        /// Cloud accounts' fields that can be columns.
        public let cloudAccountFieldKeys: [IonValue]?
        /// The days that can be and are selected.
        public let dateRangeOption: IonValue?
        /// The currencies that can be and are selected.
        public let currencyOption: IonValue?
        /// The rates between currencies.
        public let conversionRates: [IonValue]?
        /// How many rows there are at most; nought for all.
        public let rowsLimit: IonInteger?
    }
}

extension ReportDefinition {
    /// A column to choose.
    public struct Column: Codable, Sendable, Hashable {
        /// The column's number.
        public let id: IonID
        /// Its heading in the portal.
        public let displayName: String?
        /// Whether rows can be grouped by it; absent where they cannot.
        public let groupable: Bool?
        /// Its name in the template, such as `azure_plan_billing.seller_cost`.
        public let columnTemplateId: String?
        /// What tells columns made of tags apart.
        public let dynamicUniqueKey: String?
        /// Further settings.
        public let params: [IonValue]?
    }
}

extension ReportDefinition {
    /// A column that is chosen.
    public struct SelectedColumn: Codable, Sendable, Hashable {
        /// The column's number.
        public let id: IonID
        /// Its heading in the portal.
        public let displayName: String?
        /// Whether rows can be grouped by it.
        public let groupable: Bool?
        /// Its name in the template.
        public let columnTemplateId: String?
        /// What tells columns made of tags apart.
        public let dynamicUniqueKey: String?
        /// Further settings.
        public let params: [IonValue]?
        /// At which level rows are grouped by it.
        public let groupingLevel: IonValue?
        /// Whether it tells invoices apart.
        public let isInvoiceKey: Bool?
        /// What its values are.
        public let valueType: ReportValueType?
        /// How its values are summed up.
        public let aggType: String?
        /// Its heading in the CSV.
        public let columnHeading: String?
        /// What it groups.
        public let groupingColumns: [IonValue]?
    }
}
