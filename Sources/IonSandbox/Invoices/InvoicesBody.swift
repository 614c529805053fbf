internal import Formats
internal import Streaming

/// A page of invoices while it is sent, in JSON or XML. Lines pass through in chunks.
struct InvoicesBody: BodyProducer {
    private enum Stage {
        case opening
        case item(Int)
        /// The bytes of the file up to a place, and what follows them.
        case bytes(Int, until: Int, ending: String)
        case lines(Int, until: Int)
        case generatedLines(SyntheticInvoices.Lines, isFirst: Bool)
        case end
    }

    private let entries: [InvoiceIndex.Entry]
    private let file: File?
    private let query: LegacyListQuery
    private let isXML: Bool
    private var stage = Stage.opening
    private var place = 0
    private var splitter = ListSplitter()

    /// A body of invoices out of a file.
    init(_ entries: [InvoiceIndex.Entry], file: File?, query: LegacyListQuery, isXML: Bool) {
        self.entries = entries
        self.file = file
        self.query = query
        self.isXML = isXML
    }

    mutating func produce(into buffer: inout [UInt8]) throws(SandboxError) {
        let start = buffer.count
        // A chunk may end in the middle of a line, but appending nothing would mean the end.
        while buffer.count == start {
            if case .end = stage { return }
            try step(&buffer)
        }
    }

    private mutating func step(_ buffer: inout [UInt8]) throws(SandboxError) {
        switch stage {
        case .opening:
            if isXML, entries.isEmpty {
                buffer.append(contentsOf: XMLText.empty.utf8)
                stage = .end
            } else {
                buffer.append(contentsOf: (isXML ? XMLText.opening : #"{"data":{"invoice":["#).utf8)
                stage = .item(0)
            }
        case .item(let place) where place == entries.count:
            buffer.append(contentsOf: (isXML ? XMLText.ending : "]}}").utf8)
            stage = .end
        case .item(let place):
            self.place = place
            if isXML { appendXML(entries[place], to: &buffer) } else { appendJSON(entries[place], to: &buffer) }
        case .bytes(let offset, let end, let ending):
            let chunk = try read(offset, end)
            buffer.append(contentsOf: chunk)
            stage = .bytes(offset + chunk.count, until: end, ending: ending)
            guard offset + chunk.count == end else { return }
            buffer.append(contentsOf: ending.utf8)
            stage = .item(place + 1)
        case .lines(let offset, let end):
            let chunk = try read(offset, end)
            try splitter.read(chunk.span) { (line) throws(SandboxError) in
                XMLText.append(try Fixtures.json(line, path: file?.path ?? ""), named: "line", to: &buffer)
            }
            stage = .lines(offset + chunk.count, until: end)
            guard offset + chunk.count == end else { return }
            buffer.append(contentsOf: "</lines>".utf8)
            appendMembers(of: entries[place], behindLines: true, to: &buffer)
        case .generatedLines(let lines, let isFirst): appendGenerated(lines, isFirst: isFirst, to: &buffer)
        case .end: break
        }
    }

    /// Appends some lines that stand in no file, and behind the last one the invoice's end.
    private mutating func appendGenerated(
        _ lines: SyntheticInvoices.Lines, isFirst: Bool, to buffer: inout [UInt8]
    ) {
        var (lines, isFirst) = (lines, isFirst)
        while buffer.count < Fixtures.chunkSize / 4 {
            guard let line = lines.next() else {
                buffer.append(contentsOf: (isXML ? "</lines>" : "]}").utf8)
                if isXML { appendMembers(of: entries[place], behindLines: true, to: &buffer) }
                return stage = .item(place + 1)
            }
            if isXML {
                XMLText.append(line, named: "line", to: &buffer)
            } else {
                if !isFirst { buffer.append(UInt8(ascii: ",")) }
                line.append(to: &buffer)
            }
            isFirst = false
        }
        stage = .generatedLines(lines, isFirst: isFirst)
    }

    private var hasLines: Bool { query.wants("lines", relations: InvoiceEndpoints.relations) }

    private func wants(_ member: JSONValue.Member) -> Bool {
        query.wants(member.name, relations: InvoiceEndpoints.relations)
    }

    private mutating func appendJSON(_ entry: InvoiceIndex.Entry, to buffer: inout [UInt8]) {
        if place > 0 { buffer.append(UInt8(ascii: ",")) }
        if hasLines, query.chosenFields == nil, let range = entry.range {
            stage = .bytes(range.lowerBound, until: range.upperBound, ending: "")
            return
        }
        guard case .object(let members) = entry.head else { return }
        let hasOwnLines = entry.lines != nil || entry.generatedLines != nil
        let wanted = members.filter { wants($0) && ($0.name != "lines" || !hasOwnLines) }
        JSONValue.object(wanted).append(to: &buffer)
        stage = .item(place + 1)
        guard hasLines, hasOwnLines else { return }
        buffer.removeLast()
        buffer.append(contentsOf: (wanted.isEmpty ? "\"lines\":" : ",\"lines\":").utf8)
        if let lines = entry.generatedLines {
            buffer.append(UInt8(ascii: "["))
            stage = .generatedLines(lines, isFirst: true)
        }
        guard let lines = entry.lines else { return }
        stage = .bytes(lines.lowerBound, until: lines.upperBound, ending: "}")
    }

    private mutating func appendXML(_ entry: InvoiceIndex.Entry, to buffer: inout [UInt8]) {
        buffer.append(contentsOf: "<invoice>".utf8)
        appendMembers(of: entry, behindLines: false, to: &buffer)
        if hasLines, let lines = entry.generatedLines {
            buffer.append(contentsOf: "<lines>".utf8)
            stage = .generatedLines(lines, isFirst: true)
        } else if hasLines, let lines = entry.lines {
            buffer.append(contentsOf: "<lines>".utf8)
            splitter = ListSplitter()
            stage = .lines(lines.lowerBound, until: lines.upperBound)
        } else {
            appendMembers(of: entry, behindLines: true, to: &buffer)
        }
    }

    /// Appends the members before the lines, or those behind them and the invoice's end.
    private mutating func appendMembers(
        of entry: InvoiceIndex.Entry, behindLines: Bool, to buffer: inout [UInt8]
    ) {
        guard case .object(let members) = entry.head else { return }
        let place = members.firstIndex { $0.name == "lines" } ?? members.count
        for member in behindLines ? members.dropFirst(place + 1) : members.prefix(place) where wants(member) {
            XMLText.append(member.value, named: member.name, to: &buffer)
        }
        guard behindLines else { return }
        buffer.append(contentsOf: "</invoice>".utf8)
        stage = .item(self.place + 1)
    }

    private func read(_ offset: Int, _ end: Int) throws(SandboxError) -> [UInt8] {
        guard let file else { return [] }
        var chunk = [UInt8](repeating: 0, count: min(Fixtures.chunkSize, end - offset))
        guard try file.fixtureRead(into: &chunk, at: offset) == chunk.count else {
            throw SandboxError(code: .fixture, message: "\(file.path) was cut off while it is served")
        }
        return chunk
    }
}
