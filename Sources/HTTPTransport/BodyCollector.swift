internal import Synchronization

/// A sink that holds a small body in memory.
package final class BodyCollector: BodySink {
    private let limit: Int
    private let cutsAtLimit: Bool
    private let kept = Mutex<[UInt8]>([])

    /// A collector of at most `limit` bytes.
    ///
    /// - Parameter cutsAtLimit: Whether what is beyond the limit is dropped: right for the words of a failure, wrong for
    ///   an answer that is parsed. Otherwise a longer body is an error.
    package init(limit: Int, cutsAtLimit: Bool = false) {
        self.limit = limit
        self.cutsAtLimit = cutsAtLimit
    }

    /// What was kept so far.
    package var bytes: [UInt8] { kept.withLock { $0 } }

    /// The collector, emptied: each attempt sends the whole body again.
    package func restarted() -> BodyCollector {
        kept.withLock { $0 = [] }
        return self
    }

    package func receive(_ bytes: Span<UInt8>) throws {
        let isCut = kept.withLock { kept in
            let room = max(0, min(limit - kept.count, bytes.count))
            for index in 0..<room { kept.append(bytes[index]) }
            return room < bytes.count
        }
        if isCut, !cutsAtLimit { throw BodyTooLarge(limit: limit) }
    }
}

/// A body that is larger than what is parsed here may be.
package struct BodyTooLarge: Error, Sendable, CustomStringConvertible {
    /// How many bytes it may have.
    package let limit: Int

    package var description: String { "the answer is larger than \(limit) bytes; that is not what the API promises" }
}
