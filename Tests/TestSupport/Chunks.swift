/// Every way in which a small input is to be cut before a reader sees it.
///
/// - All cuts in two; the first and the last of them have an empty chunk, which a reader must bear.
/// - One byte at a time.
/// - A few cuts into many pieces, at places that a seed decides.
package func everySplit(of input: [UInt8]) -> [[[UInt8]]] {
    var splits = (0...input.count).map { [Array(input[..<$0]), Array(input[$0...])] }
    splits.append(input.map { [$0] })
    var generator = SplitMix64(seed: UInt64(input.count))
    for _ in 0..<8 { splits.append(randomSplit(of: input, using: &generator)) }
    return splits
}

/// Every way in which a small text is to be cut, as ``everySplit(of:)-([UInt8])``.
package func everySplit(of input: String) -> [[[UInt8]]] {
    everySplit(of: Array(input.utf8))
}

/// An input in pieces of a random size, from 0 bytes to a third of the whole.
package func randomSplit(of input: [UInt8], using generator: inout SplitMix64) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var start = 0
    while start < input.count {
        let size = Int.random(in: 0...max(1, input.count / 3), using: &generator)
        let end = min(input.count, start + size)
        pieces.append(Array(input[start..<end]))
        start = end
    }
    return pieces
}
