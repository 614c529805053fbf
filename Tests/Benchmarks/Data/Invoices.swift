/// Invoices of 200 lines each, in either notation; the lines are the same in both.
struct Invoices {
    private let seed: UInt64
    private let catalogue: Catalogue
    private let lineCount: Int
    private static let linesOfOne = 200

    /// Invoices with so many lines in all.
    init(seed: UInt64, _ catalogue: Catalogue, lineCount: Int) {
        (self.seed, self.catalogue, self.lineCount) = (seed, catalogue, lineCount)
    }

    /// Writes `{"data":{"invoice":[{…,"lines":[{…},…]},…]}}`.
    func writeJSON(to path: String) throws {
        var file = try OutputFile(path)
        file.buffer.append(text: #"{"data":{"invoice":["#)
        var random = SplitMix64(seed: seed &+ 2)
        for number in 0..<lineCount {
            if number % Self.linesOfOne == 0 {
                if number > 0 { file.buffer.append(text: "]},") }
                var writer = JSONLineWriter(bytes: [UInt8(ascii: "{")])
                writeHead(number / Self.linesOfOne, to: &writer)
                file.buffer.append(contentsOf: writer.bytes)
                file.buffer.append(text: #","lines":["#)
            } else {
                file.buffer.append(UInt8(ascii: ","))
            }
            var writer = JSONLineWriter(bytes: [UInt8(ascii: "{")])
            InvoiceLine(number: number, catalogue, &random).write(to: &writer)
            file.buffer.append(contentsOf: writer.bytes)
            file.buffer.append(UInt8(ascii: "}"))
            try file.flushIfFull()
        }
        file.buffer.append(text: lineCount > 0 ? "]}]}}" : "]}}")
        try file.finish()
    }

    /// Writes `<data><invoice>…<lines><line>…</line>…</lines></invoice>…</data>`.
    func writeXML(to path: String) throws {
        var file = try OutputFile(path)
        file.buffer.append(text: #"<?xml version="1.0" encoding="UTF-8"?><data>"#)
        var random = SplitMix64(seed: seed &+ 2)
        for number in 0..<lineCount {
            if number % Self.linesOfOne == 0 {
                if number > 0 { file.buffer.append(text: "</lines></invoice>") }
                var writer = XMLLineWriter()
                writer.open("invoice")
                writeHead(number / Self.linesOfOne, to: &writer)
                writer.open("lines")
                file.buffer.append(contentsOf: writer.bytes)
            }
            var writer = XMLLineWriter()
            writer.open("line")
            InvoiceLine(number: number, catalogue, &random).write(to: &writer)
            writer.close("line")
            file.buffer.append(contentsOf: writer.bytes)
            try file.flushIfFull()
        }
        file.buffer.append(text: lineCount > 0 ? "</lines></invoice></data>" : "</data>")
        try file.finish()
    }

    private func writeHead(_ number: Int, to writer: inout some LineWriter) {
        writer.number("id", 900_000 + number)
        writer.text("number", "IN-2026-10-\(number)")
        writer.text("status", number % 7 == 0 ? "open" : "closed")
        writer.text("billingStartDate", "2026-10-01")
        writer.text("billingEndDate", "2026-10-31")
        writer.text("currency", "EUR")
    }
}
