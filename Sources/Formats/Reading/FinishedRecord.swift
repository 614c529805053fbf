import Records

/// A record that is over, with what its objects around it may still bring.
struct FinishedRecord: Sendable {
    let position: DataPosition
    private var bytes: [UInt8]
    private var fields: [FieldRange?]
    private var text: String
    /// What is wrong with the record.
    var fault: ValueFault?

    /// A record from its collected values, some of them in the chunk, and its text.
    init(_ collected: borrowing FieldCollector, in chunk: Span<UInt8>, text: String, position: DataPosition) {
        self.position = position
        self.text = text
        (bytes, fields, fault) = ([], [], collected.fault)
        fields.reserveCapacity(collected.places.count)
        for index in collected.places.indices {
            let place = collected.places[index]
            let start = bytes.count
            let source = place.isKept ? collected.kept.span : chunk
            unsafe source.extracting(place.bounds).withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
            fields.append(place.isEmpty ? nil : FieldRange(start: start, end: bytes.count, isEscaped: false))
        }
    }

    /// About how much memory the record takes.
    var size: Int { bytes.count + text.utf8.count + fields.count * MemoryLayout<FieldRange?>.stride + 256 }

    /// Takes a value of an object around the record, if it has one.
    mutating func take(_ column: Int, from collected: FieldCollector) {
        let place = collected.places[column]
        guard !place.isEmpty else { return }
        let start = bytes.count
        bytes.append(contentsOf: collected.kept[place.bounds])
        fields[column] = FieldRange(start: start, end: bytes.count, isEscaped: false)
    }

    /// Frees the memory.
    mutating func forget() {
        (bytes, fields, text) = ([], [], "")
    }

    /// Hands the record on.
    func add(to collector: inout RecordCollector) {
        let bytes = bytes
        let text = Array(text.utf8)
        collector.add(bytes.span, fields, at: position, text: text.span, fault: fault)
    }
}
