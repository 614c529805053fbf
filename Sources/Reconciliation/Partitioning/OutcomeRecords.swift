import Records

/// Outcomes as bytes that need no table of keys: what a part of the books came to, for a file.
///
/// A record is the length of its sort key, the sort key, and the packed outcome with the texts of its keys.
package struct OutcomeRecords: Sendable {
    /// The records, one behind the other, in their published order.
    private let outcomes: OutcomeList
    private let keys: KeyTable

    init(_ outcomes: OutcomeList, textsIn keys: KeyTable) {
        self.outcomes = outcomes
        self.keys = keys
    }

    /// Whether there is none.
    package var isEmpty: Bool { outcomes.isEmpty }

    /// Hands on the records, one by one.
    package func forEach(_ body: ([UInt8]) throws -> Void) rethrows {
        var (record, sortKey, writer): ([UInt8], [UInt8], PackedWriter) = ([], [], .named)
        for outcome in outcomes {
            record.removeAll(keepingCapacity: true)
            sortKey.removeAll(keepingCapacity: true)
            writer.removeAll()
            outcome.appendSortKey(to: &sortKey, textsIn: keys)
            var length = PackedWriter()
            length.add(UInt64(sortKey.count))
            record.append(contentsOf: length.bytes)
            record.append(contentsOf: sortKey)
            outcome.pack(into: &writer)
            writer.append(to: &record, textsIn: keys)
            try body(record)
        }
    }
}

/// The next record of a file of outcomes.
package struct OutcomeRecord: Sendable {
    /// Its sort key: records in the order of these bytes are in the published order.
    package let sortKey: [UInt8]
    /// The packed outcome.
    private let packed: [UInt8]

    /// The code of the outcome.
    package var code: OutcomeCode { OutcomeCode(rank: sortKey[0]) }

    /// The record at a place of some bytes; `nil` when its end is not among them.
    ///
    /// - Parameter place: Is moved behind the record.
    package init?(_ bytes: [UInt8], at place: inout Int) {
        guard let sortKey = Self.field(bytes, at: place), let packed = Self.field(bytes, at: sortKey.upperBound)
        else { return nil }
        self.sortKey = Array(bytes[sortKey])
        // With its length, which the reader wants.
        self.packed = Array(bytes[sortKey.upperBound..<packed.upperBound])
        place = packed.upperBound
    }

    /// Where the bytes of a field lie whose length stands before it.
    private static func field(_ bytes: [UInt8], at place: Int) -> Range<Int>? {
        var (length, shift, next) = (0, 0, place)
        while next < bytes.count {
            length |= Int(bytes[next] & 0x7F) << shift
            next += 1
            if bytes[next - 1] < 0x80 { return next + length <= bytes.count ? next..<next + length : nil }
            shift += 7
        }
        return nil
    }

    /// The outcome, whose keys become numbers of a table.
    package func outcome(in keys: inout KeyTable) -> Outcome {
        var reader = PackedReader(packed, at: 0)
        _ = reader.enterRecord(&keys)
        return Outcome(from: &reader)
    }
}
