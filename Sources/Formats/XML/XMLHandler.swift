/// What an ``XMLEventChecker`` hands its events to, in the order of the document.
protocol XMLHandler {
    /// Takes the next event, by its place in those of a block. Their bytes are UTF-8, whatever the document's encoding.
    mutating func handle(
        _ index: Int, of found: borrowing XMLEvents, _ bytes: Span<UInt8>
    ) throws(FormatError)
    /// Takes whole elements with nothing but text in them, from a place in the events on, as far as it can at once.
    ///
    /// - Returns: The place of the first event that was not taken, and that ``handle(_:of:_:)`` takes.
    mutating func handleElements(
        from first: Int, of found: borrowing XMLEvents, _ bytes: Span<UInt8>
    ) throws(FormatError) -> Int
    /// Takes note that the events of a block are over, and their bytes.
    mutating func endBlock(_ found: borrowing XMLEvents, _ bytes: Span<UInt8>)
}

extension XMLHandler {
    mutating func handleElements(
        from first: Int, of found: borrowing XMLEvents, _ bytes: Span<UInt8>
    ) throws(FormatError) -> Int { first }
}
