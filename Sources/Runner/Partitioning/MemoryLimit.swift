/// How much memory a run may take where it reconciles charges with entitlements; what is more lies on the disk.
package struct MemoryLimit: Sendable, Hashable {
    /// The limit in bytes.
    package let bytes: Int

    /// A limit.
    package init(bytes: Int) {
        self.bytes = bytes
    }

    /// What a run takes besides: the program, the windows of readers and writers, and batches on their way.
    private static let reserve = 36 << 20
    /// How many times its records' size a share of the books takes while it is judged.
    private static let expansion = 6

    /// How many bytes of records are judged at a time; there are no more shares than parts, however few it is.
    var shareSize: Int { max(32 << 10, (bytes - Self.reserve) / Self.expansion) }

    /// How many bytes of outcomes are in memory while they are merged.
    var windowSize: Int { max(1 << 20, (bytes - Self.reserve) / 4) }
}
