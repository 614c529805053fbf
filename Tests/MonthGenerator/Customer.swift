/// A customer of the reseller, with the fields that every row of the report repeats.
struct Customer {
    /// The customer's number at the distributor.
    let id: String
    /// The organisation's name.
    let name: String
    /// The currency of everything that the customer holds.
    let currency: MarketCurrency
    /// Whether the customer's price list has seven fraction digits instead of two.
    let hasLongPrices: Bool
    /// How many fraction digits the customer's prices have.
    var priceDigits: Int { hasLongPrices ? 7 : 2 }
    /// The four customer columns as they stand in the CSV, a comma behind each.
    let columns: [UInt8]

    /// The customer with this index, from 0.
    init(index: Int) {
        id = String(306_011 + 37 * index)
        name = Self.name(index)
        currency = MarketCurrency.allCases[index % MarketCurrency.allCases.count]
        hasLongPrices = index % 4 == 1
        var line = CSVLine()
        for field in [id, name, name, "customer-\(index + 1).example"] { line.append(field) }
        columns = line.bytes
    }

    private static func name(_ index: Int) -> String {
        let (round, position) = index.quotientAndRemainder(dividingBy: names.count)
        return round == 0 ? names[position] : "\(names[position]) \(round + 1)"
    }

    /// Names that a careless reader of CSV, JSON or UTF-8 stumbles over, among plain ones.
    private static let names = [
        "Alder & Vink Architecten", "Harbor Light Dental, LLC", "Ångström Mätteknik AB", "Bäckerei Weiß GmbH",
        "Cedar Row Holdings, Inc.", "Örebro Lås & Larm AB", "Café Zoé SARL", "The \"Old Mill\" Brewery",
        "Östgöta Fönster, Linköping", "Fjordlys Regnskap ApS", "Juniper Street School", "Smålands Åkeri HB",
        "Société Générale d'Éclairage\nService Comptabilité", "Quarry Lane Legal, P.C.", "Högalid Tandvård AB",
        "Müller, Groß & Söhne KG", "Tidewater Logistics", "Skärgårdens Båtar \"Måsen\" AB", "Ærø Skibsværft",
        "Blue Heron Veterinary, LLC", "Norrsken Förlag AB", "Crèmerie de l'Étoile", "Pine & Partner, CPA",
        "Västra Hamnens Bygg", "日本語学校 Düsseldorf e.V.", "Red Mesa Solar", "Gästrike Plåt AB",
        "Łódź Design Sp. z o.o.", "Stonebridge Insurance\nAttn: Accounts Payable", "Kungsfågeln Resor AB",
        "Brouwerij 't Zwarte Schaap", "Maple Hollow Clinic, Inc.", "Åre Fjällvård", "Hôtel du Lac, Annecy",
        "Copper Kettle Foods", "Lindqvist, Berg & Sjö AB", "Zahnärzte am Markt", "Granite State Tool \"Works\"",
        "Sölvesborgs Frukt", "Øresund Marine A/S", "Willow Creek Title, LLC", "Tångens Snickeri",
    ]
}
