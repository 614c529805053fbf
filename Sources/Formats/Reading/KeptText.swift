/// The text of a record, kept for rejects and evidence: of a very long one only the beginning.
///
/// An invoice is one record with its header's values, and may have hundreds of thousands of lines inside it.
struct KeptText: Sendable {
    /// How many bytes are kept; a spreadsheet's cell holds 32,767 characters.
    static let limit = 32_000

    /// What was kept; where more was left out, it ends with `…`.
    private(set) var bytes: [UInt8] = []
    /// Whether something was left out.
    private(set) var isCut = false

    /// Forgets the text and keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        isCut = false
    }

    /// Adds a byte.
    mutating func append(_ byte: UInt8) {
        guard !isCut else { return }
        if bytes.count < Self.limit { bytes.append(byte) } else { cut() }
    }

    /// Adds a run of bytes.
    mutating func append(_ run: Span<UInt8>) {
        guard !isCut else { return }
        let room = min(run.count, Self.limit - bytes.count)
        unsafe run.extracting(first: room).withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        if room < run.count { cut() }
    }

    /// Marks the end; the last character goes, because it may have been cut in half.
    private mutating func cut() {
        guard !isCut else { return }
        isCut = true
        while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
        if let last = bytes.last, last >= 0xC0 { bytes.removeLast() }
        bytes.append(contentsOf: "…".utf8)
    }
}
