package import Streaming

/// What comes before the body of a response.
package struct HTTPResponseHead: Sendable, Hashable {
    /// The status: 200, 404, …
    package var status: Int
    /// The protocol that it came by, such as `HTTP/2`.
    package var protocolName = ""
    /// The value of `Content-Type`, if there is one.
    package var contentType: String?
    /// How long the service asks to wait before the next attempt, if it does (`Retry-After`).
    package var askedWait: Duration?
    /// Where the service points to instead of answering (`Location`); it is not followed.
    package var location: String?
    /// Whether the end of the body can be told from a connection that broke off: it has a length, or comes in chunks or
    /// frames.
    package var isDelimited = false
    /// How many bytes the body has, where the response says so (`Content-Length`) and does not come compressed.
    package var length: Int?
    /// The attempt that this is the answer to, from 1.
    package var attempt = 1

    /// A head from its status and content type.
    package init(status: Int, contentType: String?) {
        self.status = status
        self.contentType = contentType
    }

    /// The content type without its parameters, in lower case.
    package var mediaType: String? {
        contentType?.split(separator: ";").first.map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
    }

    /// The character set that stands beside the content type, if one does.
    package var charset: String? { contentType.flatMap(Self.charset(in:)) }

    /// The character set that stands in a content type, if one does.
    package static func charset(in contentType: String) -> String? {
        let pairs = contentType.split(separator: ";").dropFirst().map {
            $0.split(separator: "=", maxSplits: 1).map { $0.filter { !" \"\t".contains($0) } }
        }
        return pairs.first { $0.count == 2 && $0[0].lowercased() == "charset" }.map { $0[1] }
    }

    /// Whether the status says that the request was carried out.
    package var isSuccess: Bool { (200..<300).contains(status) }
}

/// A response whose body was small enough to hold.
package struct HTTPResponse: Sendable {
    /// The head.
    package let head: HTTPResponseHead
    /// The body.
    package let body: [UInt8]
}

/// Where the body of a response goes, piece by piece, as it comes from the network.
///
/// It is called on the transport's own thread, which serves all transfers: a sink may write to a disk, and must not
/// wait for anything else.
package protocol BodySink: Sendable {
    /// Takes the next piece.
    ///
    /// - Throws: Whatever makes the rest of the body useless; it ends the transfer.
    func receive(_ bytes: Span<UInt8>) throws
}

extension GrowingFile: BodySink {
    package func receive(_ bytes: Span<UInt8>) throws {
        try append(bytes)
    }
}
