import Records

/// Many outcomes in little memory: each is packed, and unpacked whenever it is asked for.
///
/// As values, 290,000 outcomes took 105 MB with the rows behind them; packed they take 20 MB.
struct OutcomeList: Sendable, RandomAccessCollection {
    /// Where an outcome lies. The order of these is the list's.
    private struct Place: Sendable {
        let block: Int32
        let offset: Int32
    }

    /// Bytes of packed outcomes. Full blocks are never moved, which one large array of them would be when it grows.
    private var blocks: [[UInt8]] = []
    private var places: [Place] = []
    private var writer = PackedWriter()
    private static let blockSize = 256 << 10

    /// An empty list.
    init() {}

    var startIndex: Int { 0 }
    var endIndex: Int { places.count }

    /// The outcome at a place; it is unpacked, which takes about as long as putting a small array together.
    subscript(place: Int) -> Outcome {
        let place = places[place]
        var reader = PackedReader(blocks[Int(place.block)], at: Int(place.offset))
        return Outcome(from: &reader)
    }

    /// The code of the outcome at a place, of which nothing else is unpacked.
    func code(at place: Int) -> OutcomeCode {
        OutcomeCode(rank: blocks[Int(places[place].block)][Int(places[place].offset)])
    }

    /// The keys of the outcome at a place, of which nothing else is unpacked.
    func keys(at place: Int) -> MatchKeys { head(at: places[place]).keys }

    /// The first place from which on all codes are such; before it, and behind the start, none is.
    func firstPlace(from start: Int, where isSuch: (OutcomeCode) -> Bool) -> Int {
        var (low, high) = (start, places.count)
        while low < high {
            let middle = low + (high - low) / 2
            if isSuch(code(at: middle)) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The code and the keys of each outcome, of which nothing else is unpacked.
    var heads: some Sequence<(code: OutcomeCode, keys: MatchKeys)> {
        places.lazy.map { head(at: $0) }
    }

    private func head(at place: Place) -> (code: OutcomeCode, keys: MatchKeys) {
        var reader = PackedReader(blocks[Int(place.block)], at: Int(place.offset))
        return Outcome.packedHead(&reader)
    }

    /// Puts the outcomes into another order, given by their present places.
    mutating func reorder(_ order: [Int32]) { places = order.map { places[Int($0)] } }

    mutating func append(_ outcome: Outcome) {
        writer.removeAll()
        outcome.pack(into: &writer)
        if (blocks.last?.count ?? Self.blockSize) + writer.bytes.count > Self.blockSize {
            blocks.append([])
            blocks[blocks.count - 1].reserveCapacity(Self.blockSize)
        }
        let block = blocks.count - 1
        places.append(Place(block: Int32(block), offset: Int32(blocks[block].count)))
        blocks[block].append(contentsOf: writer.bytes)
    }

    /// Takes all of another list, behind what is here already.
    mutating func append(_ other: OutcomeList) {
        let first = Int32(blocks.count)
        blocks += other.blocks
        places += other.places.map { Place(block: $0.block + first, offset: $0.offset) }
    }

    /// Puts the outcomes into their published order.
    mutating func sort(by keys: KeyTable) { self = SortedOutcomes(self, by: OutcomeOrder(of: keys)).list }
}
