/// What a block of a document holds, to be handed on by whoever assembles records, on this thread or on another.
package final class XMLBlock: Sendable {
    let events: XMLEvents
    /// How many bytes of the document end with it.
    let end: Int
    /// Whether the document does.
    let isLast: Bool
    /// The line in which it ends.
    let line: Int
    /// How many bytes wait for the end of what they belong to: a tag, a comment.
    let pendingCount: Int

    init(_ events: consuming XMLEvents, end: Int, isLast: Bool, line: Int, pendingCount: Int) {
        self.events = events
        self.end = end
        self.isLast = isLast
        self.line = line
        self.pendingCount = pendingCount
    }
}
