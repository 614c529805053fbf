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

    /// Keeps so much of what is freed in each heap for what comes next, instead of giving it back to the kernel.
    ///
    /// Batches come and go, each of about a megabyte. The kernel clears every page that it gives, which took a third of the
    /// time of reading all fields of a CSV file.
    package static func keepFreed(bytes: Int32) {
        linux_keep_freed_memory(bytes)
    }
}
