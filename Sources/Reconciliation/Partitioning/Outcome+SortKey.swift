import Records

extension Outcome {
    /// Bytes whose order is the one in which outcomes are published, whatever table their keys are numbers of. The first
    /// is the code's.
    ///
    /// They say the same as ``OutcomeOrder``, so that outcomes that were sorted in parts can be merged.
    func appendSortKey(to bytes: inout [UInt8], textsIn keys: KeyTable) {
        bytes.append(code.rank)
        let published = self.keys.published
        for place in published.indices { bytes.appendText(of: published[place], in: keys) }
        bytes.appendOptional(interval?.start.daysSinceEpoch) { $0.appendOrdered($1) }
        bytes.appendOptional(interval?.end.daysSinceEpoch) { $0.appendOrdered($1) }
        for side in [billed, expected] {
            bytes.appendOptional(side) { bytes, side in
                bytes.appendOrdered(side.currency.packed)
                bytes.appendOrdered(side.amount.scaled)
                bytes.appendOrdered(side.quantity.scaled)
            }
        }
        bytes.appendOptional(unitPrice) { $0.appendOrdered($1.scaled) }
        bytes.appendOptional(level) { $0.appendOrdered($1) }
        for row in [billed?.rows.first, expected?.rows.first].compactMap(\.self) {
            bytes.appendOrdered(row.file)
            bytes.appendOrdered(row.row)
        }
    }
}

extension [UInt8] {
    /// Whether the bytes come before others.
    package func precedes(_ other: [UInt8]) -> Bool { lexicographicallyPrecedes(other) }

    /// A text, ended so that a shorter one comes before one that begins with it, whatever bytes it has.
    fileprivate mutating func appendText(of key: KeyID, in keys: KeyTable) {
        keys.withText(key) { text in
            for index in text.indices {
                append(text[index])
                if text[index] == 0 { append(1) }
            }
        }
        append(contentsOf: [0, 0])
    }

    /// What is missing comes first.
    fileprivate mutating func appendOptional<Value>(_ value: Value?, _ add: (inout [UInt8], Value) -> Void) {
        append(value == nil ? 0 : 1)
        if let value { add(&self, value) }
    }

    /// A number, its highest byte first; negative ones come before others.
    fileprivate mutating func appendOrdered<Number: FixedWidthInteger>(_ number: Number) {
        let shifted = Number.isSigned ? number ^ Number.min : number
        for place in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: shifted >> Number(place)))
        }
    }
}
