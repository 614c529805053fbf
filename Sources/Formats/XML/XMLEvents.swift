/// What libxml2 found in a block of a document: events and their bytes, in the order of the document.
struct XMLEvents: Sendable {
    enum Kind: Sendable {
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
    }

    struct Event: Sendable {
        let kind: Kind
        /// The same for the same local name throughout a document; 0 for text.
        let nameKey: UInt
        /// Where the name with its prefix begins in ``bytes``, and where without.
        let name: Range<Int>
        let localStart: Int
        /// Where the value of an attribute or the text is.
        let value: Range<Int>
        /// The line and the byte on which a start tag begins; the byte is 0 where the document is not UTF-8.
        let line: Int
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
    /// The first fault that ends the reading.
    var fault: Fault?

    /// Forgets the events and keeps their memory.
    mutating func removeAll() {
        events.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }
}
