internal import CLinux

/// What the program asks of the C library's allocator.
package enum Heap {
    /// Keeps the allocator to so many heaps. To be called before any thread is started.
    ///
    /// glibc gives each thread a heap of its own, and what one has freed another cannot use: with two heaps a month of
    /// two million rows takes 251 MB instead of 295, in the same time.
    package static func limit(heaps: Int32) {
        linux_limit_heaps(heaps)
    }
}
