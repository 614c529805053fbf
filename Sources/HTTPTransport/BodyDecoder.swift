internal import Streaming

/// Takes the content coding off a body, as it comes.
struct BodyDecoder: ~Copyable {
    private let limit: ExpansionLimit
    private var gzip: GzipReader?
    private var taken = 0
    private var made = 0

    /// A decoder for the value of `Content-Encoding`; `nil` when the coding is not known.
    init?(coding: String?, limit: ExpansionLimit) {
        self.limit = limit
        switch coding?.lowercased() ?? "" {
        case "", "identity": gzip = nil
        case "gzip", "x-gzip": gzip = GzipReader()
        default: return nil
        }
    }

    /// Hands the content of the next piece on.
    ///
    /// - Throws: ``ExpansionLimitExceeded``; the reader's error when the data is damaged; what `sink` throws.
    mutating func take(_ bytes: Span<UInt8>, to sink: (Span<UInt8>) throws -> Void) throws {
        taken += bytes.count
        guard gzip != nil else { return try sink(bytes) }
        var made = made
        defer { self.made = made }
        let (taken, limit) = (taken, limit)
        try gzip?.read(bytes) { piece in
            made += piece.count
            if limit.isExceeded(in: taken, out: made) { throw ExpansionLimitExceeded(taken: taken, ratio: limit.ratio) }
            try sink(piece)
        }
    }

    /// Says that the body is over; a body without a byte is none, whatever its coding.
    ///
    /// - Throws: When the data is cut off.
    func finish() throws {
        guard taken > 0 else { return }
        try gzip?.finish()
    }
}

/// A body that grows on being expanded as no honest one does.
struct ExpansionLimitExceeded: Error {
    let taken: Int
    let ratio: Int
}
