/// What a person can do about a break, by its code.
enum Remedy {
    /// What clears a break; `nil` for codes that need nobody.
    static func text(for code: String) -> String? { texts[code] }

    private static let texts = [
        "V1": "claim the surplus seats back, or order them, so that the subscription's seats are those billed",
        "V2": "expect a later charge for the missing seats, or lower the subscription's seats to those billed",
        "V3": "claim the difference back, or correct the subscription's price if the new one was agreed",
        "V4": "accept the lower price and correct the subscription's, or expect a correction",
        "V5": "claim a change of the charge's term or billing cycle, or correct the subscription's",
        "V6": "find the period that the charge is for; close it there, or claim it back if nothing was due",
        "V7": "ask how the part of the cycle was worked out, or claim what seats, price and days do not explain",
        "V8": "have it billed in the subscription's currency, or state a rate under `rates`",
        "V9": "agree on the exchange rate, or claim what the stated one does not explain",
        "V10":
            "have the charge moved to the customer who holds the subscription, or correct the subscription's customer",
        "V11": "clear seats and price one after the other: claim what was not ordered at the agreed price",
        "B1": "find out who ordered it: add the subscription, or claim the charge back",
        "B2": "claim the charge back: it is for days after the end; or correct the subscription's end",
        "B3": "claim the charge back: it is for days before the start; or correct the subscription's start",
        "B4": "claim the second charge back, or hold the second subscription that it is for",
        "B5": "claim the charge back: an earlier period has it already",
        "B6": "ask which charge the credit is for, and have it named",
        "B7": "book it to the period that it corrects, and check it against what was billed there",
        "B10": "name the subscription in the charge, or add a key to `match` that tells the candidates apart",
        "B11": "add the key to the alias file, or claim the charge back",
        "S1": "expect a late charge, or correct the subscription if nothing is due",
        "S3": "look for the charge in the next period; it began too late for this one",
        "S4": "find out whether the subscription runs, and have its status or its end day corrected",
        "D1": "ask for a corrected invoice: its total must be its lines, tax and adjustments",
        "D2": "ask which of the two is right, the invoice's lines or the report, and have the other corrected",
        "D3": "ask for the missing invoice; until it is there the report's rows are billed by no document",
        "X2": "add the charge type to `charge_types`, with the class that it belongs to",
    ]
}
