/// Finds the invoices of `{"data":{"invoice":[{…},…]}}` chunk by chunk, and takes out of each what stands beside its
/// lines. The lines are only located: there may be hundreds of thousands.
struct InvoiceScanner {
    /// An invoice that ended in the chunk.
    struct Found {
        /// Its bytes in the file.
        let range: Range<Int>
        /// Its text, with an empty list in place of its lines.
        let head: [UInt8]
        /// The bytes of the list of lines in the file, brackets included; `nil` when it has none.
        let lines: Range<Int>?
    }

    /// How many containers are open around an invoice, and around its members.
    private static let listDepth = 3
    private static let itemDepth = 4

    private(set) var depth = 0
    private var offset = 0
    private var isInString = false
    private var isEscaped = false
    private var lastName: [UInt8] = []
    private var head: [UInt8] = []
    private var itemStart = 0
    private var linesStart: Int?
    private var lines: Range<Int>?
    private var found: [Found] = []

    /// Reads the next chunk; returns the invoices that end in it.
    mutating func read(_ chunk: Span<UInt8>) -> [Found] {
        for index in chunk.indices {
            step(chunk[index])
            offset += 1
        }
        defer { found.removeAll() }
        return found
    }

    private mutating func step(_ byte: UInt8) {
        if isInString { return stepInString(byte) }
        switch byte {
        case UInt8(ascii: "\""):
            isInString = true
            if depth == Self.itemDepth { lastName = [] }
            keep(byte)
        case UInt8(ascii: "{"), UInt8(ascii: "["): open(byte)
        case UInt8(ascii: "}"), UInt8(ascii: "]"): close(byte)
        default: keep(byte)
        }
    }

    private mutating func stepInString(_ byte: UInt8) {
        keep(byte)
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
            return
        }
        if depth == Self.itemDepth { lastName.append(byte) }
    }

    private mutating func open(_ byte: UInt8) {
        if depth == Self.listDepth, byte == UInt8(ascii: "{") {
            (itemStart, head, lines) = (offset, [], nil)
        } else if depth == Self.itemDepth, byte == UInt8(ascii: "["), lastName == Array("lines".utf8) {
            linesStart = offset
        }
        depth += 1
        keep(byte)
    }

    private mutating func close(_ byte: UInt8) {
        if depth == Self.itemDepth + 1, let start = linesStart {
            lines = start..<offset + 1
            linesStart = nil
            head.append(contentsOf: "[]".utf8)
        } else {
            keep(byte)
        }
        depth -= 1
        guard depth == Self.listDepth, byte == UInt8(ascii: "}") else { return }
        found.append(Found(range: itemStart..<offset + 1, head: head, lines: lines))
    }

    private mutating func keep(_ byte: UInt8) {
        if depth >= Self.itemDepth, linesStart == nil { head.append(byte) }
    }
}

/// Parts the objects of a JSON list, chunk by chunk.
struct ListSplitter {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var element: [UInt8] = []

    /// Reads the next chunk; hands on the objects that end in it.
    mutating func read<Failure: Error>(_ chunk: Span<UInt8>, to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure)
    {
        for index in chunk.indices {
            let byte = chunk[index]
            if isInString {
                isInString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else {
                isInString = byte == UInt8(ascii: "\"")
                if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { depth += 1 }
                if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { depth -= 1 }
            }
            guard depth >= 2 || depth == 1 && !element.isEmpty else { continue }
            element.append(byte)
            guard depth == 1 else { continue }
            try sink(element)
            element.removeAll(keepingCapacity: true)
        }
    }
}
