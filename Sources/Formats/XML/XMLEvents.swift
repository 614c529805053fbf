/// What libxml2 found in a block of a document: events and their bytes, in the order of the document.
struct XMLEvents: Sendable {
    enum Kind: UInt8, Sendable {
        /// The start tag of an element; its attributes follow as events of their own.
        case start
        /// An attribute: a name and a value.
        case attribute
        /// A declaration of a namespace, written as the attribute that it is.
        case namespace
        /// An attribute that speaks of the schema, such as `xsi:type`; it is no data.
        case schema
        /// An attribute that says that the element has no value: `xsi:nil="true"`.
        case isNil
        /// A piece of text, unescaped.
        case text
        /// The end of an element.
        case end
        /// A whole element with nothing but text in it, and no attributes.
        case element
    }

    struct Event: Sendable {
        let kind: Kind
        /// The number of the name in ``names``; 0 for text.
        let name: Int32
        /// The bounds in ``bytes`` of an attribute's value, or of the text. Of a start tag the line, and the place in
        /// ``places`` behind its own; 0 where nobody asks for it.
        let start: UInt32
        let end: UInt32

        /// The value's place in ``bytes``.
        var value: Range<Int> { Int(start)..<Int(end) }
    }

    /// Where a start tag begins.
    struct Place: Sendable {
        let line: Int
        /// The first byte, from 0; 0 where the document is not UTF-8.
        let byteOffset: Int
    }

    /// What is wrong with the document, as libxml2 or a callback says it.
    struct Fault: Sendable {
        /// libxml2's number for it; 0 for a document type declaration.
        let number: UInt32
        let line: Int
        let column: Int
        /// libxml2's own words.
        let words: String
        /// Whether the document ended there.
        let isAtEnd: Bool
    }

    var events: [Event] = []
    var bytes: [UInt8] = []
    /// The places of the start tags that may be those of records.
    var places: [Place] = []
    /// The names so far, of earlier blocks too.
    var names: XMLNames
    /// The first fault that ends the reading.
    var fault: Fault?

    /// No events of a document whose records have a name.
    init(recordName: [UInt8] = []) {
        names = XMLNames(recordName: recordName)
    }

    /// Forgets the events and keeps their memory.
    mutating func removeAll() {
        events.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
    }

    /// Adds an event.
    @inline(__always)
    mutating func add(_ kind: Kind, _ name: Int, from start: Int) {
        events.append(
            Event(kind: kind, name: Int32(truncatingIfNeeded: name), start: UInt32(start), end: UInt32(bytes.count)))
    }

    /// Ends the innermost element; one with nothing but text in it becomes a single event.
    @inline(__always)
    mutating func end() {
        let last = events.count - 1
        if last >= 1, events[last].kind == .text, events[last - 1].kind == .start, events[last - 1].end == 0 {
            let text = events.removeLast()
            events[last - 1] = Event(kind: .element, name: events[last - 1].name, start: text.start, end: text.end)
        } else if last >= 0, events[last].kind == .start, events[last].end == 0 {
            events[last] = Event(kind: .element, name: events[last].name, start: 0, end: 0)
        } else {
            events.append(Event(kind: .end, name: 0, start: 0, end: 0))
        }
    }
}
