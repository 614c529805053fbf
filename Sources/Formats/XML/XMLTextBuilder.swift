/// Writes an element anew from its events, in one form for all: the text of a record as rejects and evidence show it.
///
/// Names keep their prefixes. Declarations of namespaces stand before the attributes, which keep their order; text of
/// CDATA is escaped; an element with nothing in it is `<a/>`; comments and processing instructions are left out.
struct XMLTextBuilder: Sendable {
    /// What was written so far, of a very long element only the beginning.
    var bytes: [UInt8] { kept.bytes }
    private var kept = KeptText()
    private var isTagOpen = false
    /// The numbers of the names of the elements that are open.
    private var open: [Int] = []

    /// Forgets the element and keeps the memory.
    mutating func removeAll() {
        kept.removeAll()
        open.removeAll(keepingCapacity: true)
        isTagOpen = false
    }

    /// Begins an element by its name with its prefix.
    private mutating func start(_ name: Span<UInt8>) {
        if kept.isCut { return }
        closeTag()
        kept.append(UInt8(ascii: "<"))
        append(name)
        isTagOpen = true
    }

    /// Adds an attribute to the element that has just begun.
    private mutating func attribute(_ name: Span<UInt8>, _ value: Span<UInt8>) {
        if kept.isCut { return }
        kept.append(UInt8(ascii: " "))
        append(name)
        kept.append(UInt8(ascii: "="))
        kept.append(UInt8(ascii: "\""))
        escape(value, isAttribute: true)
        kept.append(UInt8(ascii: "\""))
    }

    /// Adds a piece of text, which is escaped.
    private mutating func text(_ piece: Span<UInt8>) {
        if piece.isEmpty || kept.isCut { return }
        closeTag()
        escape(piece, isAttribute: false)
    }

    /// Ends the innermost element.
    private mutating func end(_ name: Span<UInt8>) {
        if kept.isCut { return }
        if isTagOpen {
            kept.append(UInt8(ascii: "/"))
        } else {
            kept.append(UInt8(ascii: "<"))
            kept.append(UInt8(ascii: "/"))
            append(name)
        }
        kept.append(UInt8(ascii: ">"))
        isTagOpen = false
    }

    /// Adds some of a block's events.
    mutating func add(_ indices: Range<Int>, of found: borrowing XMLEvents, _ bytes: Span<UInt8>) {
        for index in indices {
            if kept.isCut { return }
            let event = found.events[index]
            let layoutStart = index == 0 ? 0 : Int(found.events[index - 1].end)
            if index > indices.lowerBound || !open.isEmpty, layoutStart < event.start {
                text(bytes.extracting(layoutStart..<Int(event.start)))
            }
            add(event, of: found, bytes)
        }
    }

    private mutating func add(_ event: XMLEvents.Event, of found: borrowing XMLEvents, _ bytes: Span<UInt8>) {
        let name = found.names.bytes.span.extracting(found.names.bounds(of: Int(event.name)))
        switch event.kind {
        case .start: start(name, Int(event.name))
        case .attribute, .namespace, .schema, .isNil: attribute(name, bytes.extracting(event.value))
        case .text: text(bytes.extracting(event.value))
        case .end:
            let name = open.popLast() ?? 0
            end(found.names.bytes.span.extracting(found.names.bounds(of: name)))
        case .element:
            start(name, Int(event.name))
            text(bytes.extracting(event.value))
            open.removeLast()
            end(name)
        }
    }

    private mutating func start(_ name: Span<UInt8>, _ number: Int) {
        open.append(number)
        start(name)
    }

    private mutating func closeTag() {
        if isTagOpen { kept.append(UInt8(ascii: ">")) }
        isTagOpen = false
    }

    private mutating func escape(_ text: Span<UInt8>, isAttribute: Bool) {
        var start = 0
        for index in text.indices {
            guard let reference = Self.reference(for: text[index], isAttribute) else { continue }
            append(text.extracting(start..<index))
            for byte in reference.utf8 { kept.append(byte) }
            start = index + 1
        }
        append(text.extracting(start..<text.count))
    }

    private static func reference(for byte: UInt8, _ isAttribute: Bool) -> String? {
        if byte > UInt8(ascii: ">") { return nil }
        return switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case 0x0D: "&#13;"
        case UInt8(ascii: "\"") where isAttribute: "&quot;"
        case 0x09 where isAttribute: "&#9;"
        case 0x0A where isAttribute: "&#10;"
        default: nil
        }
    }

    private mutating func append(_ run: Span<UInt8>) {
        kept.append(run)
    }
}
