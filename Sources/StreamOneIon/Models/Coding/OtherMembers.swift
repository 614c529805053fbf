/// The members of an object that no property stands for.
struct OtherMembers {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// The members' values, by their names.
    let values: [String: IonValue]

    init(values: [String: IonValue]) {
        self.values = values
    }

    /// Reads the members but for those of some names.
    init(from decoder: any Decoder, besides known: [String]) throws {
        let container = try decoder.container(keyedBy: Name.self)
        var values: [String: IonValue] = [:]
        for name in container.allKeys where !known.contains(name.stringValue) {
            values[name.stringValue] = try container.decodeIfPresent(IonValue.self, forKey: name) ?? .null
        }
        self.values = values
    }

    /// Writes the members.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for (name, value) in values { try container.encode(value, forKey: Name(stringValue: name)) }
    }
}
