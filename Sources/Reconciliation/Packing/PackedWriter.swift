import Records

/// Writes values into few bytes: what is held or spilled by the hundred thousand is packed, and unpacked one by one.
struct PackedWriter: Sendable {
    /// What was written.
    private(set) var bytes: [UInt8] = []
    /// The keys that occurred, where their texts go with what is written: a key then is its place among them, from 1.
    private var names: [KeyID]?

    /// A writer of what stays beside its table of keys.
    init() {}

    /// A writer of what goes where the table of keys does not: to a disk.
    static var named: PackedWriter {
        var writer = PackedWriter()
        writer.names = []
        return writer
    }

    /// Begins anew, in the same memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        names?.removeAll(keepingCapacity: true)
    }

    /// Appends what was written, with the texts of its keys before it and its length before those.
    func append(to target: inout [UInt8], textsIn keys: KeyTable) {
        var head = PackedWriter()
        head.add(UInt64(names?.count ?? 0))
        for name in names ?? [] { head.addText(of: name, in: keys) }
        var length = PackedWriter()
        length.add(UInt64(head.bytes.count + bytes.count))
        target.append(contentsOf: length.bytes)
        target.append(contentsOf: head.bytes)
        target.append(contentsOf: bytes)
    }

    private mutating func addText(of key: KeyID, in keys: KeyTable) {
        keys.withText(key) { text in
            add(UInt64(text.count))
            for index in text.indices { bytes.append(text[index]) }
        }
    }

    mutating func add(byte: UInt8) { bytes.append(byte) }

    /// Adds a number, seven bits a byte, the lowest first.
    mutating func add(_ number: UInt64) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func add(_ number: Int32) { add(Self.unsigned(Int64(number))) }

    mutating func add(_ key: KeyID) {
        guard let known = names, !key.isEmpty else { return add(UInt64(UInt32(bitPattern: key.index))) }
        if let place = known.firstIndex(of: key) { return add(UInt64(place + 1)) }
        names?.append(key)
        add(UInt64(known.count + 1))
    }

    mutating func add(_ date: CivilDate) { add(date.daysSinceEpoch) }

    mutating func add(_ interval: CivilInterval) {
        add(interval.start)
        add(Int32(interval.dayCount))
    }

    mutating func add(_ currency: Currency) {
        currency.append(to: &bytes)
    }

    /// Adds a decimal: most have few digits, and take few bytes.
    mutating func add(_ decimal: ExactDecimal) {
        let (short, rest) = decimal.scaled.quotientAndRemainder(dividingBy: PackedReader.shortUnit)
        if rest == 0, short.magnitude < 1 << 62 {
            add(Self.unsigned(Int64(truncatingIfNeeded: short)) << 1)
        } else {
            add(1 as UInt64)
            for place in 0..<16 { bytes.append(UInt8(truncatingIfNeeded: decimal.scaled >> Int128(8 * place))) }
        }
    }

    mutating func add(_ text: String) {
        add(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func add(_ keys: MatchKeys) {
        add(keys.subscription)
        add(keys.sku)
        add(keys.customer)
        add(keys.product)
        add(keys.partNumber)
        add(keys.provider)
        add(keys.invoice)
    }

    /// Adds where rows come from, which are in their order.
    mutating func add(_ rows: [RowOrigin]) {
        add(UInt64(rows.count))
        var last = RowOrigin(file: 0, row: 0)
        for row in rows {
            if row.file != last.file {
                // An odd number says that another file begins.
                add(UInt64(row.file) << 1 | 1)
                last = RowOrigin(file: Int(row.file), row: 0)
            }
            add(UInt64(row.row - last.row) << 1)
            last = row
        }
    }

    /// Adds two distances, of which the first is nearly always nought.
    mutating func add(_ files: Int32, beside rows: Int64) {
        add(Self.unsigned(rows) << 1 | (files == 0 ? 0 : 1))
        if files != 0 { add(files) }
    }

    private static func unsigned(_ number: Int64) -> UInt64 { UInt64(bitPattern: number << 1 ^ number >> 63) }
}
