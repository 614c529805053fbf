import Records

extension Charge {
    /// Packs the charge.
    func pack(into writer: inout PackedWriter) {
        writer.add(keys)
        writer.add(type)
        writer.add(reference)
        writer.add(quantity)
        writer.add(amount)
        writer.add(currency)
        writer.addOptional(interval) { $0.add($1) }
        writer.add(origin)
        writer.addOptional(details.term) { $1.pack(into: &$0) }
        writer.addOptional(details.cycle) { $1.pack(into: &$0) }
        writer.addOptional(details.rate) { $0.add($1) }
        writer.addOptional(details.contractAmount) { $0.add($1) }
    }

    /// Unpacks a charge.
    init(from reader: inout PackedReader) {
        let (keys, type, reference) = (reader.keys(), reader.key(), reader.key())
        let (quantity, amount, currency) = (reader.decimal(), reader.decimal(), reader.currency())
        let interval = reader.optional { $0.interval() } ?? nil
        self.init(quantity: quantity, amount: amount, currency: currency, interval: interval, origin: reader.origin())
        (self.keys, self.type, self.reference) = (keys, type, reference)
        details.term = reader.optional { CycleName(from: &$0) }
        details.cycle = reader.optional { CycleName(from: &$0) }
        details.rate = reader.optional { $0.decimal() }
        details.contractAmount = reader.optional { $0.decimal() }
    }
}

extension Entitlement {
    /// Packs the entitlement.
    func pack(into writer: inout PackedWriter) {
        writer.add(keys)
        writer.add(quantity)
        writer.add(unitPrice)
        writer.add(currency)
        writer.add(start)
        writer.addOptional(end) { $0.add($1) }
        writer.add(byte: state.rank)
        cycle.pack(into: &writer)
        writer.addOptional(term) { $1.pack(into: &$0) }
        writer.add(byte: (isTrial ? 1 : 0) | (hasListedPrice ? 2 : 0))
        writer.add(origin)
    }

    /// Unpacks an entitlement.
    init(from reader: inout PackedReader) {
        let keys = reader.keys()
        let (quantity, unitPrice, currency) = (reader.decimal(), reader.decimal(), reader.currency())
        let (start, end) = (reader.date(), reader.optional { $0.date() })
        let (state, cycle) = (EntitlementState(rank: reader.byte()), BillingCycle(from: &reader))
        let term = reader.optional { CycleName(from: &$0) }
        let bits = reader.byte()
        self.init(
            quantity: quantity, unitPrice: unitPrice, currency: currency, start: start, end: end, state: state,
            cycle: cycle, isTrial: bits & 1 == 1, origin: reader.origin())
        (self.keys, self.term, hasListedPrice) = (keys, term, bits & 2 == 2)
    }
}

extension CycleName {
    fileprivate func pack(into writer: inout PackedWriter) {
        switch self {
        case .known(let cycle):
            writer.add(byte: 0)
            cycle.pack(into: &writer)
        case .other(let name):
            writer.add(byte: 1)
            writer.add(name)
        }
    }

    fileprivate init(from reader: inout PackedReader) {
        self = reader.byte() == 0 ? .known(BillingCycle(from: &reader)) : .other(reader.key())
    }
}

extension PackedWriter {
    fileprivate mutating func add(_ origin: RowOrigin) {
        add(UInt64(origin.file))
        add(UInt64(origin.row))
    }

    fileprivate mutating func addOptional<Value>(_ value: Value?, _ add: (inout PackedWriter, Value) -> Void) {
        self.add(byte: value == nil ? 0 : 1)
        if let value { add(&self, value) }
    }
}

extension PackedReader {
    fileprivate mutating func origin() -> RowOrigin {
        RowOrigin(file: Int(number()), row: UInt32(truncatingIfNeeded: number()))
    }

    fileprivate mutating func optional<Value>(_ read: (inout PackedReader) -> Value) -> Value? {
        byte() == 0 ? nil : read(&self)
    }
}
