/// Standard output takes no more.
struct OutputFault: Error {
    /// Why, for people; `nil` when the reader has gone away, which needs no words.
    let reason: String?
}
