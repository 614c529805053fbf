/// How far compressed data may expand: a few kilobytes must not become a full disk.
package struct ExpansionLimit: Sendable, Hashable {
    /// So many bytes may come out of any data.
    package var freeBytes = 64 << 20
    /// Beyond them, at most so many times the bytes that went in.
    package var ratio = 200

    /// The usual limit.
    package init() {}

    /// Whether data has expanded too far.
    package func isExceeded(in taken: Int, out made: Int) -> Bool { made > freeBytes && made / ratio > taken }
}
