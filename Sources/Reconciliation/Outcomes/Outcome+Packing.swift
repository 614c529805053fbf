import Records

extension Outcome {
    /// Which of the parts that not every outcome has are there, and the flags that every one has.
    private struct Presence: OptionSet {
        let rawValue: UInt64
        static let level = Presence(rawValue: 1)
        static let billed = Presence(rawValue: 2)
        static let expected = Presence(rawValue: 4)
        static let unitPrice = Presence(rawValue: 8)
        static let interval = Presence(rawValue: 16)
        static let parts = Presence(rawValue: 32)
        static let explanation = Presence(rawValue: 64)
        static let variance = Presence(rawValue: 128)
        static let rate = Presence(rawValue: 256)
        static let tolerated = Presence(rawValue: 512)
    }

    private var presence: Presence {
        var presence: Presence = []
        if level != nil { presence.insert(.level) }
        if billed != nil { presence.insert(.billed) }
        if expected != nil { presence.insert(.expected) }
        if unitPrice != nil { presence.insert(.unitPrice) }
        if interval != nil { presence.insert(.interval) }
        if !parts.isEmpty { presence.insert(.parts) }
        if explanation != nil { presence.insert(.explanation) }
        if !variance.isEmpty { presence.insert(.variance) }
        if rate != nil { presence.insert(.rate) }
        if tolerated != nil { presence.insert(.tolerated) }
        return presence
    }

    /// Packs the outcome. Its first byte is its code's place in the order of the codes, and its keys follow.
    func pack(into writer: inout PackedWriter) {
        writer.add(byte: code.rank)
        writer.add(keys)
        writer.add(presence.rawValue)
        writer.add(byte: flags.rawValue)
        if let level { writer.add(UInt64(level)) }
        if let billed { billed.pack(into: &writer) }
        if let expected { expected.pack(into: &writer) }
        if let unitPrice { writer.add(unitPrice) }
        if let interval { writer.add(interval) }
        if !parts.isEmpty { parts.pack(into: &writer) }
        if let explanation { explanation.pack(into: &writer) }
        if !variance.isEmpty { variance.pack(into: &writer) }
        if let rate { writer.add(rate) }
        if let tolerated { tolerated.pack(into: &writer) }
    }

    /// The code and the keys of a packed outcome, with which it begins.
    static func packedHead(_ reader: inout PackedReader) -> (code: OutcomeCode, keys: MatchKeys) {
        (OutcomeCode(rank: reader.byte()), reader.keys())
    }

    /// Unpacks an outcome.
    init(from reader: inout PackedReader) {
        let (code, keys) = Self.packedHead(&reader)
        let presence = Presence(rawValue: reader.number())
        let flags = OutcomeFlags(rawValue: reader.byte())
        self.init(
            code: code, level: presence.contains(.level) ? Int(reader.number()) : nil, keys: keys,
            billed: presence.contains(.billed) ? OutcomeSide(from: &reader) : nil,
            expected: presence.contains(.expected) ? OutcomeSide(from: &reader) : nil,
            unitPrice: presence.contains(.unitPrice) ? reader.decimal() : nil,
            interval: presence.contains(.interval) ? reader.interval() : nil)
        self.flags = flags
        if presence.contains(.parts) { parts = [OutcomePart](from: &reader) }
        if presence.contains(.explanation) { explanation = Explanation(from: &reader) }
        if presence.contains(.variance) { variance = [OutcomePart](from: &reader) }
        if presence.contains(.rate) { rate = reader.decimal() }
        if presence.contains(.tolerated) { tolerated = ToleratedVariance(from: &reader) }
    }
}

extension OutcomeSide {
    fileprivate func pack(into writer: inout PackedWriter) {
        writer.add(quantity)
        writer.add(amount)
        writer.add(currency)
        writer.add(rows)
    }

    fileprivate init(from reader: inout PackedReader) {
        self.init(
            quantity: reader.decimal(), amount: reader.decimal(), currency: reader.currency(), rows: reader.rows())
    }
}

extension [OutcomePart] {
    fileprivate func pack(into writer: inout PackedWriter) {
        writer.add(UInt64(count))
        for part in self {
            writer.add(part.name)
            writer.add(part.amount)
        }
    }

    fileprivate init(from reader: inout PackedReader) {
        self = (0..<reader.number()).map { _ in
            OutcomePart(name: reader.text(), amount: reader.decimal())
        }
    }
}

extension Explanation {
    fileprivate func pack(into writer: inout PackedWriter) {
        writer.add(UInt64(models.count))
        for model in models {
            writer.add(byte: model.basis.rank)
            writer.add(byte: model.rounding.rank)
        }
        writer.add(amount)
        writer.add(residual)
        writer.add(byte: isExact ? 1 : 0)
    }

    fileprivate convenience init(from reader: inout PackedReader) {
        let models = (0..<reader.number()).map { _ in
            ExplanationModel(
                basis: ProrationBasis(rank: reader.byte()), rounding: RoundingModel(rank: reader.byte()))
        }
        self.init(
            models: models, amount: reader.decimal(), residual: reader.decimal(), isExact: reader.byte() == 1)
    }
}

extension ToleratedVariance {
    fileprivate func pack(into writer: inout PackedWriter) {
        writer.add(byte: code.rank)
        switch bucket {
        case .amount: writer.add(byte: 0)
        case .rounding: writer.add(byte: 1)
        case .code(let code):
            writer.add(byte: 2)
            writer.add(byte: code.rank)
        case .chargeClass(let chargeClass):
            writer.add(byte: 3)
            writer.add(byte: chargeClass.rank)
        }
    }

    fileprivate init(from reader: inout PackedReader) {
        code = OutcomeCode(rank: reader.byte())
        bucket =
            switch reader.byte() {
            case 0: .amount
            case 1: .rounding
            case 2: .code(OutcomeCode(rank: reader.byte()))
            default: .chargeClass(ChargeClass(rank: reader.byte()))
            }
    }
}
