import Formats
package import Reconciliation
package import Records

/// Writes what is open, breaks above all: what the next period begins with, one JSON object a line.
package struct OpenItems {
    /// The most bytes that are held before they are handed on.
    private static let blockSize = 1 << 18

    private let write: ([UInt8]) throws -> Void
    private var bytes: [UInt8] = []
    /// How many lines there are.
    package private(set) var count = 0

    /// A writer of lines.
    ///
    /// - Parameter write: Is called with some whole lines at a time.
    package init(_ write: @escaping ([UInt8]) throws -> Void) {
        self.write = write
    }

    /// Adds what a leg has left open, as far as it is still open in the end.
    package mutating func add(_ leg: RunSummary.Leg, of period: Month?, _ rolled: RolledItems?) throws {
        try leg.forEachOpenItem(of: period) { item in
            guard let standing = rolled.map({ $0.standing(item) }) ?? item else { return }
            try add(standing)
        }
    }

    /// Adds an item.
    package mutating func add(_ item: OpenItem) throws {
        try add(try item.json())
    }

    /// Adds an item that is open no more.
    package mutating func add(_ ended: EndedItem) throws {
        var json = try ended.item.json()
        json["ending"] = .string(ended.word)
        switch ended.ending {
        case .takenBack(let other): json["taken_back_by"] = .string(other)
        case .decided(let decision): json["note"] = .string(decision.note)
        }
        try add(json)
    }

    /// Hands on what is held.
    package mutating func finish() throws {
        try write(bytes)
        bytes = []
    }

    private mutating func add(_ json: JSONValue) throws {
        json.append(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        count += 1
        guard bytes.count > Self.blockSize else { return }
        try write(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}

extension RunSummary.Leg {
    /// Hands on what the leg has left open, in the order in which it is published.
    package func forEachOpenItem(of period: Month?, _ body: (OpenItem) throws -> Void) throws {
        var maker = OpenItemMaker(leg: name, period: period)
        try result.source.forEach(ofCodes: \.isOpen) { outcome, keys in
            try body(try maker.item(of: outcome, keys))
        }
    }
}

extension OpenItem {
    /// The line of the item. The order of members never changes; amounts are strings.
    fileprivate func json() throws(ExactDecimal.Overflow) -> JSONValue {
        let (amount, expected) = (amounts.first, amounts.dropFirst().first)
        // What is expected counts against what is billed.
        let due = try expected.map { (expected) throws(ExactDecimal.Overflow) in
            try ExactDecimal.zero.subtracting(expected.amount)
        }
        var json: JSONValue = [
            "item": .string(id),
            "leg": .string(leg),
            "period": .string(period?.description ?? "all"),
            "code": .string(code.rawValue),
            "subscription": .string(keys.subscription),
            "sku": .string(keys.sku),
            "customer": .string(keys.customer),
            "provider": .string(keys.provider),
            "invoice": .string(keys.invoice),
            "charged_from": chargedFrom.map { .string($0.description) } ?? .null,
            "currency": .string(amount?.currency.description ?? ""),
            "amount": .string(amount?.amount.description ?? "0"),
            "expected_currency": expected.map { .string($0.currency.description) } ?? .null,
            "expected_amount": due.map { .string($0.description) } ?? .null,
            "status": .string(status.rawValue),
            "carried": .number(String(timesCarried)),
        ]
        if !note.isEmpty { json["note"] = .string(note) }
        return json
    }
}

extension Outcome {
    /// The currency of what was billed or, where nothing was, of what was expected.
    var currency: Currency? { billed?.currency ?? expected?.currency }

    /// Whether the two sides are in different currencies.
    var hasTwoCurrencies: Bool { billed != nil && expected != nil && billed?.currency != expected?.currency }
}
