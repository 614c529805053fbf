import Ledger
import Records
import TestSupport
import Testing

@Suite("Effects are written once")
struct EffectTests {
    @Test("An order that overlaps one that stands is held back", arguments: Self.pairs)
    func overlapping(_ pair: Pair) throws {
        try withTemporaryDirectory { directory in
            let ledger = try Ledger(state: directory.path)
            let first = try #require(try ledger.begin(pair.first, by: .test, at: .noon).id)
            let (second, standing) = try ledger.begin(pair.second, by: .test, at: .noon)
            #expect((second == nil) == pair.overlaps, "\(pair.first) and \(pair.second)")
            #expect((standing == .free) != pair.overlaps)
            try ledger.settle(first, as: .refused, at: .noon, words: "no")
            if pair.overlaps { #expect(try ledger.begin(pair.second, by: .test, at: .noon).id != nil) }
        }
    }

    struct Pair: Sendable, CustomTestStringConvertible {
        let first: EffectKey
        let second: EffectKey
        let overlaps: Bool
        var testDescription: String { "\(first) and \(second)" }
    }

    static let pairs = [
        Pair(first: key(), second: key(), overlaps: true),
        Pair(first: key(customers: ["1"]), second: key(), overlaps: true),
        Pair(first: key(), second: key(customers: ["1"]), overlaps: true),
        Pair(first: key(customers: ["1", "2"]), second: key(customers: ["2", "3"]), overlaps: true),
        Pair(first: key(customers: ["1"]), second: key(customers: ["2"]), overlaps: false),
        Pair(first: key(customers: ["1"]), second: key(resellers: ["9"]), overlaps: true),
        Pair(first: key(resellers: ["8"]), second: key(resellers: ["9"]), overlaps: false),
        Pair(first: key(resellers: ["8"]), second: key(), overlaps: true),
        Pair(first: key("aws"), second: key("gcp"), overlaps: false),
        Pair(first: key("aws"), second: key("AWS"), overlaps: true),
        Pair(first: key(month: "2026-10"), second: key(month: "2026-11"), overlaps: false),
        Pair(first: key(account: "17017"), second: key(account: "17018"), overlaps: false),
        Pair(
            first: key(service: "https://ion.example.test/api/v1"),
            second: key(service: "https://ION.example.test/api/v1/"), overlaps: true),
        Pair(first: key(service: "https://a.test"), second: key(service: "https://b.test"), overlaps: false),
    ]

    @Test("What stands of an order decides what the next one hears", arguments: EffectState.allCases)
    func states(_ state: EffectState) throws {
        try withTemporaryDirectory { directory in
            let ledger = try Ledger(state: directory.path)
            let id = try #require(try ledger.begin(Self.key(), by: .test, at: .noon).id)
            switch state {
            case .intended: break
            case .resolvedMade, .resolvedNotMade:
                try ledger.resolve(id, isMade: state == .resolvedMade, at: .noon, words: "looked")
            default: try ledger.settle(id, as: state, at: .noon)
            }
            let effect = try ledger.effect(id)
            #expect(effect.state == state)
            let expected: Standing =
                switch state {
                case .intended, .unknown: .blocked(effect)
                case .done, .resolvedMade: .settled(effect)
                case .refused, .resolvedNotMade: .free
                }
            #expect(try ledger.standing(of: Self.key()) == expected)
        }
    }

    @Test("An order that was carried out for a part stands in the way of the whole, and covers only its part")
    func parts() throws {
        try withTemporaryDirectory { directory in
            let ledger = try Ledger(state: directory.path)
            let id = try #require(try ledger.begin(Self.key(customers: ["1", "2"]), by: .test, at: .noon).id)
            try ledger.settle(id, as: .done, at: .noon, receipt: "{}", invoiceIDs: ["990001", "990002"])
            let effect = try ledger.effect(id)
            #expect(effect.invoiceIDs == ["990001", "990002"])
            #expect(try ledger.standing(of: Self.key()) == .blocked(effect))
            #expect(try ledger.standing(of: Self.key(customers: ["2"])) == .settled(effect))
            #expect(try ledger.standing(of: Self.key(customers: ["2", "3"])) == .blocked(effect))
        }
    }

    @Test("An effect is settled once, and every state it had stays written")
    func history() throws {
        try withTemporaryDirectory { directory in
            let ledger = try Ledger(state: directory.path)
            let id = try #require(try ledger.begin(Self.key(), by: .test, at: .noon).id)
            try ledger.settle(id, as: .unknown, at: .noon, words: "no answer")
            #expect(throws: LedgerError.self) { try ledger.settle(id, as: .done, at: .noon) }
            try ledger.resolve(
                id, isMade: false, at: Moment(secondsSinceEpoch: 1_795_000_000), words: "asked TD SYNNEX",
                disregardedIDs: ["7"])
            #expect(throws: LedgerError.self) { try ledger.resolve(id, isMade: true, at: .noon, words: "") }
            let states = try ledger.history(ofEffect: id)
            #expect(states.map(\.state) == [.intended, .unknown, .resolvedNotMade])
            #expect(states.map(\.words) == [nil, "no answer", "asked TD SYNNEX"])
            #expect(try ledger.disregardedInvoices(for: Self.key(customers: ["1"])) == ["7"])
            #expect(try ledger.disregardedInvoices(for: Self.key("gcp")) == [])
            #expect(throws: LedgerError.self) { try ledger.effect(id + 1) }
        }
    }

    @Test("Of many connections that begin the same at once, one may")
    func race() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.path
            for round in 1...20 {
                let month = try #require(Month("20\(round < 10 ? "0" : "")\(round)-01"))
                let key = EffectKey(service: "s", account: "a", source: "aws", period: month)
                let admitted = try await withThrowingTaskGroup { group in
                    for _ in 0..<4 {
                        group.addTask { try Ledger(state: path).begin(key, by: .test, at: .noon).id }
                    }
                    return try await group.reduce(into: [Int]()) { if let id = $1 { $0.append(id) } }
                }
                #expect(admitted.count == 1)
            }
        }
    }

    static func key(
        _ source: String = "aws", service: String = "https://ion.example.test/api/v1", account: String = "17017",
        month: String = "2026-10", customers: [String] = [], resellers: [String] = []
    ) -> EffectKey {
        guard let period = Month(month) else { preconditionFailure("\(month) is a month") }
        return EffectKey(
            service: service, account: account, source: source, period: period, customers: .init(customers),
            resellers: .init(resellers))
    }
}

extension EffectOrigin {
    static let test = EffectOrigin(sender: "a-sender", place: "a test")
}

extension Moment {
    static let noon = Moment(secondsSinceEpoch: 1_794_916_800)
}
