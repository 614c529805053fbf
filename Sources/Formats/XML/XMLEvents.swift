/// What libxml2 found in a block of a document: events and their bytes, in the order of the document.
struct XMLEvents: ~Copyable, Sendable {
    enum Kind: UInt8, Sendable, BitwiseCopyable {
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

    struct Event: Sendable, BitwiseCopyable {
        let kind: Kind
        /// The number of the name in ``names``; 0 for text.
        let name: Int32
        /// The bounds in ``bytes`` of an attribute's value, or of the text.
        ///
        /// What lies between the end of an event and the start of the next is layout before that one: white space
        /// between elements, which makes no event of its own.
        let start: UInt32
        private let endOrPlace: UInt32

        /// An event from its parts.
        ///
        /// - Parameter place: For a start tag the place in ``XMLEvents/places`` behind its own; 0 where it has none.
        init(_ kind: Kind, _ name: Int32, start: Int, end: Int, place: Int = 0) {
            self.kind = kind
            self.name = name
            self.start = UInt32(truncatingIfNeeded: start)
            endOrPlace = UInt32(truncatingIfNeeded: kind == .start ? place : end)
        }

        /// The end of the value in ``XMLEvents/bytes``.
        var end: UInt32 { kind == .start ? start : endOrPlace }
        /// The place in ``XMLEvents/places`` behind that of a start tag; 0 where it has none.
        var place: Int { kind == .start ? Int(endOrPlace) : 0 }
        /// Whether there are no bytes.
        var isEmpty: Bool { start == end }
        /// The value's place in ``XMLEvents/bytes``.
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

    private(set) var events = WriteBuffer<Event>(capacity: 4096)
    /// The names so far, of earlier blocks too.
    var names: XMLNames
    /// The first fault that ends the reading.
    var fault: Fault?
    /// How many elements are open.
    var depth = 0
    /// The line on which elements are nested too deep for the first time; 0 where they are not.
    var lineOfDepth = 0
    /// What the names of the document are too much of.
    var excessOfNames: XMLNames.Excess?
    /// The places of the start tags that may be those of records.
    private(set) var places: [Place] = []
    /// The values' bytes.
    private(set) var bytes = WriteBuffer<UInt8>(capacity: 64 << 10)

    /// The name of a start tag that is not written down yet: its element may turn out to be nothing but text. 0 where
    /// there is none.
    private var waitingName: Int32 = 0
    /// Where text begins in ``bytes`` that is not written down yet; -1 where there is none.
    private var waitingText = -1
    /// Where layout begins before the start tag that is not written down yet; -1 where there is none.
    private var waitingLayout = -1

    /// No events yet, of a document that has had some names and in which so many elements are open.
    init(names: XMLNames, depth: Int) {
        self.names = names
        self.depth = depth
    }
}

/// Writing events down.
extension XMLEvents {
    /// Begins an element.
    ///
    /// - Parameter place: Where its tag begins, where that counts.
    @inline(__always)
    mutating func start(_ name: Int, place: Place?) {
        if waitingName == 0, place == nil, waitingText >= 0, isLayout(from: waitingText) {
            waitingLayout = waitingText
            waitingText = -1
        } else {
            flush()
        }
        waitingName = Int32(truncatingIfNeeded: name)
        guard let place else { return }
        places.append(place)
        write(.start, waitingName, from: bytes.count, place: places.count)
        waitingName = 0
    }

    /// Begins an element that is no record, where nothing waits to be written down.
    ///
    /// - Returns: Whether it has begun; ``start(_:place:)`` begins it elsewhere.
    @inline(__always)
    mutating func startPlain(_ name: Int32) -> Bool {
        guard waitingName == 0, waitingText < 0, depth < XMLEventChecker.depthLimit else { return false }
        waitingName = name
        depth += 1
        return true
    }

    /// Ends the innermost element; one with nothing but text in it becomes a single event.
    @inline(__always)
    mutating func end() {
        depth -= 1
        if waitingName > 0 {
            write(.element, waitingName, from: waitingText >= 0 ? waitingText : bytes.count)
            (waitingName, waitingText, waitingLayout) = (0, -1, -1)
        } else {
            flush()
            write(.end, 0, from: bytes.count)
        }
    }

    /// Adds a piece of text, which is one with the text before it.
    @inline(__always)
    mutating func text(_ piece: UnsafeBufferPointer<UInt8>) {
        if waitingText < 0 { waitingText = bytes.count }
        unsafe append(piece)
    }

    /// Adds an attribute, or what looks like one; the value's bytes were appended.
    mutating func attribute(_ kind: Kind, _ name: Int, from start: Int) {
        flush(upTo: start)
        write(kind, Int32(truncatingIfNeeded: name), from: start)
    }

    /// Writes down what waits for its end.
    @inline(__always)
    mutating func flush() {
        if waitingName > 0 || waitingText >= 0 { flush(upTo: bytes.count) }
    }

    private mutating func flush(upTo end: Int) {
        if waitingName > 0 {
            let start = waitingText >= 0 ? waitingText : end
            if waitingLayout >= 0 { events.append(Event(.text, 0, start: waitingLayout, end: start)) }
            events.append(Event(.start, waitingName, start: start, end: start))
            (waitingName, waitingLayout) = (0, -1)
        }
        guard waitingText >= 0 else { return }
        events.append(Event(.text, 0, start: waitingText, end: end))
        waitingText = -1
    }

    @inline(__always)
    private mutating func write(_ kind: Kind, _ name: Int32, from start: Int, place: Int = 0) {
        events.append(Event(kind, name, start: start, end: bytes.count, place: place))
    }

    /// Whether there is nothing but a little white space from a place on.
    @inline(__always)
    private func isLayout(from start: Int) -> Bool {
        guard bytes.count - start <= 64 else { return false }
        return bytes.withSpan { bytes in
            guard bytes.count - start >= 8 else {
                for index in start..<bytes.count where bytes[index] > 0x20 { return false }
                return true
            }
            // The last word may lie over the one before it.
            var (index, last) = (start, bytes.count - 8)
            while index < last {
                if ByteMask.aboveSpace(bytes.word(at: index)) != 0 { return false }
                index += 8
            }
            return ByteMask.aboveSpace(bytes.word(at: last)) == 0
        }
    }

    /// Appends bytes of a value.
    @inline(__always)
    mutating func append(_ piece: UnsafeBufferPointer<UInt8>) {
        unsafe bytes.append(text: UnsafeRawBufferPointer(piece))
    }
}
