/// Something that is wrong between what a customer agreed to and what is held.
enum AgreementFault: String {
    case moreHeld = "V1"
    case fewerHeld = "V2"
    case inNoAgreement = "B1"
    case notHeld = "S1"
    case unclearState = "S4"
    case unknownCustomer = "B11"

    /// The fault of the group with a number, from 0, of so many seats; most have none.
    static func planted(at number: Int, seats: Int) -> AgreementFault? {
        if number % 23 == 7, seats > 2 { return .moreHeld }
        if number % 29 == 11 { return .fewerHeld }
        return number % 37 == 13 ? .inNoAgreement : nil
    }
}
