/// What a fault does to a request or its answer.
enum FaultAction: Sendable, Hashable {
    /// Answers this status instead.
    case status(Int)
    /// Says when to come back.
    case retryAfter(String)
    /// Sends so many bytes of the body every tenth of a second.
    case slow(Int)
    /// Promises the whole body and closes the connection after so many bytes of it.
    case truncate(Int)
    /// Closes the connection after so many bytes of the body; `nil` without an answer.
    case reset(Int?)
    /// Says another type of content.
    case contentType(String)
    /// Sends another body.
    case body(String)
    /// Makes all access tokens invalid before the request is looked at.
    case expireToken
    /// Makes pages go round without an end.
    case endless
    /// Sends the first page again and again.
    case repeatPage
    /// Encodes the body.
    case gzip
    /// Sends ten gigabytes of nothing, compressed.
    case bomb
    /// Sends the head and then nothing, until the client goes away.
    case stall
    /// Carries the request out and closes the connection without an answer.
    case dropResponse
    /// What the request makes stands in lists only behind so many of them.
    case late(Int)

    /// All actions, as a message lists them.
    static let list =
        "200…599, retry-after N, retry-after \"DATE\", slow N, truncate N, reset, reset N, content-type \"TEXT\", "
        + "body \"TEXT\", expire-token, endless, repeat, gzip, bomb, stall, drop-response, late N; and after N, xN"
}
