import Reconciliation
import Records
import TestSupport
import Testing

@Suite("Open items that are carried from month to month")
struct RollForwardTests {
    /// An open item in words; unless a case says otherwise a price that was 10 EUR too high in September.
    struct Draft: Sendable {
        var id = "a"
        var leg = "tie_out"
        var period = "2026-09"
        var code = OutcomeCode.priceOver
        var subscription = "S1"
        var sku = "K1"
        var from = "2026-09-05"
        var amounts = [("10", "EUR")]
        var isLate = false

        func item() throws -> OpenItem {
            OpenItem(
                id: id, leg: leg, period: Month(period), code: code,
                keys: OpenItem.Keys(subscription: subscription, sku: sku, customer: "C1", provider: "", invoice: ""),
                chargedFrom: from.isEmpty ? nil : try CivilDate(parsing: from),
                amounts: try amounts.map { amount, currency in
                    OpenItem.Amount(try ExactDecimal(parsing: amount), try #require(Currency(currency)))
                }, isLate: isLate)
        }
    }

    /// An item of September, or of October, that differs from the usual one.
    private static func old(_ id: String = "a", _ change: (inout Draft) -> Void = { _ in }) -> Draft {
        var draft = Draft(id: id)
        change(&draft)
        return draft
    }

    private static func credit(_ id: String = "z", _ change: (inout Draft) -> Void = { _ in }) -> Draft {
        var draft = Draft(id: id, period: "2026-10", code: .creditUnlinked, amounts: [("-10", "EUR")])
        change(&draft)
        return draft
    }

    private static func rolled(
        _ opening: [Draft], _ new: [Draft], _ decisions: [String: ItemDecision] = [:]
    ) throws -> RolledItems {
        var rollForward = RollForward(
            try opening.map { try $0.item() }, into: try month("2026-10"), decisions: decisions)
        var totals = ControlTotals()
        for draft in new {
            let item = try draft.item()
            try rollForward.take(item)
            for (index, amount) in item.amounts.enumerated() {
                try totals.add(amount.amount, amount.currency, rows: index == 0 ? 1 : 0)
            }
        }
        return try rollForward.finish(new: totals)
    }

    /// What is open and what has ended, in a few words.
    private static func words(_ rolled: RolledItems, _ new: [Draft]) throws -> String {
        let standing = try new.compactMap { rolled.standing(try $0.item()) }
        let open = (standing + rolled.carried).map { "\($0.id) \($0.code.rawValue) \($0.status.rawValue)" }
        let ended = rolled.ended.map { ended in
            if case .takenBack(let other) = ended.ending {
                "\(ended.item.id) by \(other)"
            } else {
                "\(ended.item.id) \(ended.word)"
            }
        }
        return "\(open.joined(separator: ", ")) | \(ended.joined(separator: ", "))"
    }

    /// What September has left open, what October finds open, and what comes of both.
    private static let cases: [(String, [Draft], [Draft], String)] = [
        ("nothing is cleared by silence", [old()], [], "a V3 CARRIED | "),
        ("a credit takes back", [old()], [credit()], " | z by a, a by z"),
        ("so does a correction", [old()], [credit { $0.code = .correction }], " | z by a, a by z"),
        (
            "a cent is another amount", [old()], [credit { $0.amounts = [("-9.99", "EUR")] }],
            "z B6 NEW, a V3 CARRIED | "
        ),
        ("another currency", [old()], [credit { $0.amounts = [("-10", "USD")] }], "z B6 NEW, a V3 CARRIED | "),
        ("another SKU", [old()], [credit { $0.sku = "K2" }], "z B6 NEW, a V3 CARRIED | "),
        ("another subscription", [old()], [credit { $0.subscription = "S2" }], "z B6 NEW, a V3 CARRIED | "),
        ("another leg", [old()], [credit { $0.leg = "other" }], "z B6 NEW, a V3 CARRIED | "),
        (
            "no subscription on either side", [old { $0.subscription = "" }], [credit { $0.subscription = "" }],
            "z B6 NEW, a V3 CARRIED | "
        ),
        ("the same sign", [old()], [credit { $0.amounts = [("10", "EUR")] }], "z B6 NEW, a V3 CARRIED | "),
        (
            "fewer seats in October put nothing right in September", [old()],
            [credit { ($0.code, $0.from) = (.quantityUnder, "2026-10-05") }], "z V2 NEW, a V3 CARRIED | "
        ),
        (
            "two claims and one credit", [old(), old("b") { $0.period = "2026-08" }], [credit()],
            "z B6 NEW, a V3 CARRIED, b V3 CARRIED | "
        ),
        (
            "one claim and two credits", [old()], [credit(), credit("y")], "z B6 NEW, y B6 NEW, a V3 CARRIED | "
        ),
        ("two and two", [old(), old("b")], [credit(), credit("y")], " | z by a, y by b, a by z, b by y"),
        (
            "not billed in September, billed in October with its days",
            [old { ($0.code, $0.from, $0.amounts) = (.timing, "", [("-7", "EUR")]) }],
            [credit { ($0.code, $0.from, $0.amounts, $0.isLate) = (.period, "", [("7", "EUR")], true) }],
            " | z by a, a by z"
        ),
        (
            "wrong days of October put nothing right in September",
            [old { ($0.code, $0.from, $0.amounts) = (.timing, "", [("-7", "EUR")]) }],
            [credit { ($0.code, $0.from, $0.amounts) = (.period, "", [("7", "EUR")]) }],
            "z V6 NEW, a S1 CARRIED | "
        ),
        (
            "too little for earlier days is no credit", [old()],
            [credit { ($0.code, $0.isLate) = (.period, true) }], "z V6 NEW, a V3 CARRIED | "
        ),
        (
            "a price for earlier days is none either", [old { $0.amounts = [("-10", "EUR")] }],
            [credit { ($0.code, $0.amounts) = (.priceOver, [("10", "EUR")]) }], "z V3 NEW, a V3 CARRIED | "
        ),
        (
            "what was late is not billed a month later", [old { $0.code = .timing }], [], "a S1 CARRIED | "
        ),
        (
            "two currencies are never taken back", [old { $0.amounts = [("10", "EUR"), ("-11", "USD")] }], [credit()],
            "z B6 NEW, a V3 CARRIED | "
        ),
        (
            "nought takes nothing back", [old { $0.amounts = [("0", "EUR")] }],
            [credit { $0.amounts = [("0", "EUR")] }],
            "z B6 NEW, a V3 CARRIED | "
        ),
    ]

    @Test("What ends and what stays", arguments: cases)
    func endings(_ name: String, _ opening: [Draft], _ new: [Draft], _ expected: String) throws {
        let rolled = try Self.rolled(opening, new)
        #expect(try Self.words(rolled, new) == expected, "\(name)")
        #expect(rolled.identities.filter { !$0.holds } == [], "\(name)")
    }

    @Test(
        "Decisions about old items and new ones",
        arguments: [
            ("a", ItemDecision.Kind.cleared, "z B6 NEW | a cleared"),
            ("a", .writtenOff, "z B6 NEW | a written-off"),
            ("a", .disputed, "z B6 NEW, a V3 DISPUTED | "),
            ("a", .creditExpected, "z B6 NEW, a V3 CREDIT_EXPECTED | "),
            ("z", .cleared, "a V3 CARRIED | z cleared"),
            ("z", .disputed, "z B6 DISPUTED, a V3 CARRIED | "),
            ("x", .cleared, "z B6 NEW, a V3 CARRIED | "),
        ])
    func decisions(_ id: String, _ kind: ItemDecision.Kind, _ expected: String) throws {
        let new = [Self.credit { $0.sku = "K2" }]
        let rolled = try Self.rolled([Self.old()], new, [id: ItemDecision(kind, note: "so")])
        #expect(try Self.words(rolled, new) == expected)
        #expect(rolled.identities.filter { !$0.holds } == [])
        #expect(rolled.unusedDecisions == (id == "x" ? ["x"] : []))
        for ended in rolled.ended { #expect(ended.ending == .decided(ItemDecision(kind, note: "so"))) }
    }

    @Test("What takes an item back goes before what was decided about it")
    func evidenceFirst() throws {
        let rolled = try Self.rolled([Self.old()], [Self.credit()], ["a": ItemDecision(.writtenOff)])
        #expect(try Self.words(rolled, [Self.credit()]) == " | z by a, a by z")
        #expect(rolled.unusedDecisions == [] && rolled.writtenOff.count == 0)
    }

    @Test("The figures of T6")
    func figures() throws {
        let opening = [
            Self.old(), Self.old("b") { $0.amounts = [("3", "EUR"), ("-4", "USD")] }, Self.old("c") { $0.sku = "K9" },
        ]
        let new = [Self.credit(), Self.credit("y") { ($0.sku, $0.amounts) = ("K3", [("1.5", "EUR")]) }]
        let rolled = try Self.rolled(opening, new, ["c": ItemDecision(.writtenOff)])
        let euro = try #require(Currency("EUR"))
        let sums = [rolled.opening, rolled.new, rolled.cleared, rolled.writtenOff, rolled.closing]
        #expect(sums.map(\.count) == [3, 2, 2, 1, 2])
        #expect(sums.map { $0[euro].description } == ["23", "-8.5", "0", "10", "4.5"])
        #expect(rolled.identities.map(\.unit) == ["items", "EUR", "USD"])
        #expect(rolled.identities.filter { !$0.holds } == [])
        #expect(rolled.carried.map(\.timesCarried) == [1])
    }

    @Test("Legs that are gone are told, as long as something of them is open")
    func strayLegs() throws {
        let rolled = try Self.rolled([Self.old(), Self.old("b") { $0.leg = "other" }], [])
        #expect(rolled.strayLegs(besides: ["tie_out"]) == ["other"])
        #expect(rolled.strayLegs(besides: ["tie_out", "other", "third"]) == [])
    }

    @Test("T6 fails when what is said to be new is not what was taken")
    func falseTotal() throws {
        var rollForward = RollForward([], into: try month("2026-10"), decisions: [:])
        try rollForward.take(try Self.credit().item())
        var totals = ControlTotals()
        try totals.add(try ExactDecimal(parsing: "-10.01"), try #require(Currency("EUR")))
        let identities = try rollForward.finish(new: totals).identities
        #expect(identities.map(\.holds) == [true, false])
    }

    @Test("Whatever comes together, each item is open or has ended, once, and T6 holds", arguments: UInt64(1)...200)
    func anything(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let opening = (0..<Int.random(in: 0...12, using: &generator)).map { Self.random("o\($0)", &generator) }
        let new = (0..<Int.random(in: 0...12, using: &generator)).map { number in
            var draft = Self.random("n\(number)", &generator)
            draft.period = "2026-10"
            return draft
        }
        var decisions: [String: ItemDecision] = [:]
        for draft in opening + new where Int.random(in: 0..<5, using: &generator) == 0 {
            decisions[draft.id] = ItemDecision.Kind.allCases.randomElement(using: &generator).map { ItemDecision($0) }
        }
        let rolled = try Self.rolled(opening, new, decisions)
        let standing = try new.compactMap { rolled.standing(try $0.item()) }
        let all = (standing + rolled.carried).map(\.id) + rolled.ended.map(\.item.id)
        #expect(all.sorted() == (opening + new).map(\.id).sorted())
        #expect(rolled.identities.filter { !$0.holds } == [])
        #expect(rolled.closing.count == standing.count + rolled.carried.count)
        for case .takenBack(let other) in rolled.ended.map(\.ending) {
            #expect(rolled.ended.contains { $0.item.id == other })
        }
    }

    private static func random(_ id: String, _ generator: inout SplitMix64) -> Draft {
        var draft = Draft(id: id)
        draft.code =
            [.priceOver, .creditUnlinked, .correction, .period, .timing, .notBilled].randomElement(using: &generator)
            ?? .priceOver
        draft.sku = ["K1", "K2"].randomElement(using: &generator) ?? ""
        draft.isLate = Bool.random(using: &generator)
        draft.from = ["", "2026-09-05", "2026-10-05"].randomElement(using: &generator) ?? ""
        let sums = ["10", "-10", "7", "-7", "0"]
        draft.amounts = [(sums.randomElement(using: &generator) ?? "", "EUR")]
        if Int.random(in: 0..<8, using: &generator) == 0 { draft.amounts.append(("-3", "USD")) }
        return draft
    }
}

@Suite("Open items made of outcomes")
struct OpenItemMakerTests {
    private static func items(_ books: Books) throws -> [OpenItem] {
        let result = try books.reconciled()
        var maker = OpenItemMaker(leg: "tie_out", period: Month("2026-10"))
        var items: [OpenItem] = []
        try result.source.forEach(ofCodes: \.isOpen) { outcome, keys in
            items.append(try maker.item(of: outcome, keys))
        }
        return items
    }

    @Test("Equal outcomes are items of their own, and have the same names in every run")
    func names() throws {
        let books = Books().charge { $0.subscription = "S9" }.charge { $0.subscription = "S9" }
            .charge { $0.subscription = "S9" }.entitlement()
        let items = try Self.items(books)
        #expect(items.count(where: { $0.keys.subscription == "S9" }) >= 2)
        #expect(Set(items.map(\.id)).count == items.count)
        #expect(items.allSatisfy { $0.id.count == 16 })
        let again = try Self.items(books)
        #expect(again.map(\.id) == items.map(\.id))
    }

    @Test("An item whose amount changed is another")
    func anotherAmount() throws {
        func id(_ amount: String) throws -> String? {
            try Self.items(Books().charge { $0.amount = amount }.entitlement()).first?.id
        }
        let (one, same, other) = (try id("12"), try id("12.00"), try id("12.01"))
        #expect(one != nil && one == same && one != other)
    }

    @Test(
        "A charge is late when it is of a wrong period, and some of its days lie before the month",
        arguments: [
            (["2026-09-05/2027-09-05"], true), (["2026-10-05/2027-10-05"], false),
            (["2026-09-05/2027-09-05", "2026-10-05/2027-10-05"], true),
        ])
    func lateness(_ days: [String], _ isLate: Bool) throws {
        let books = days.reduce(Books().entitlement { $0.cycle = "annual" }) { books, days in
            books.charge { $0.days = days }
        }
        let items = try Self.items(books)
        #expect(items.map(\.code) == [.period] && items.map(\.isLate) == [isLate], "\(items)")
    }

    @Test("The totals of what is open are the sum of its items")
    func totals() throws {
        let books = Books().charge { $0.amount = "12" }.charge { ($0.subscription, $0.currency) = ("S9", "USD") }
            .charge { ($0.subscription, $0.currency, $0.amount) = ("S2", "USD", "11") }
            .entitlement().entitlement { $0.subscription = "S2" }.entitlement { $0.subscription = "S3" }
        let (items, open) = (try Self.items(books), try books.reconciled().open)
        var sums: [Currency: ExactDecimal] = [:]
        for amount in items.flatMap(\.amounts) {
            sums[amount.currency] = try (sums[amount.currency] ?? .zero).adding(amount.amount)
        }
        #expect(open.count == items.count && items.contains { $0.amounts.count == 2 })
        #expect(sums == Dictionary(uniqueKeysWithValues: open.currencies.map { ($0, open[$0]) }))
    }
}
