internal import CLinux
internal import Glibc

/// A thread of its own, for work that blocks for as long as it likes.
///
/// Dispatch lends threads from a pool that grows by about one a second when all of them wait; a thread that waits by
/// design must not come from there.
package enum DedicatedThread {
    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Starts a thread that does some work and then ends. Nobody can wait for it.
    ///
    /// - Parameter name: What debuggers call it; the system keeps 15 bytes of it.
    package static func start(name: String, _ work: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        // The thread takes the body over and lets it go when it has run.
        let body = unsafe Unmanaged.passRetained(
            Body {
                unsafe linux_name_this_thread(name)
                work()
            }
        ).toOpaque()
        let status = unsafe pthread_create(&thread, nil, runBody, body)
        precondition(status == 0, "the system has no thread left (error \(status))")
        pthread_detach(thread)
    }

    private static let runBody: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { body in
        if let body = unsafe body { unsafe Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run() }
        return nil
    }
}
