import Glibc
import Records
import Runner

/// The program's standard streams.
struct Terminal: Sendable {
    /// Standard output: results.
    static let output = Terminal(descriptor: STDOUT_FILENO)
    /// Standard error: progress and messages.
    static let error = Terminal(descriptor: STDERR_FILENO)

    private let descriptor: CInt

    /// Whether a person sees the stream.
    var isInteractive: Bool { isatty(descriptor) == 1 }

    /// How many columns a line has; 80 where nobody says.
    var width: Int {
        var size = winsize()
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes text. A reader that has gone away is not a fault: what it did not want is dropped.
    func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return }
            bytes = bytes.dropFirst(max(0, count))
        }
    }

    /// Writes all of the bytes.
    ///
    /// - Throws: ``OutputFault`` when the reader has gone away, or a disk is full.
    func writeWhole(_ bytes: [UInt8]) throws(OutputFault) {
        try writeWhole(bytes.span)
    }

    /// Writes all of the bytes, as ``writeWhole(_:)-([UInt8])``.
    func writeWhole(_ bytes: Span<UInt8>) throws(OutputFault) {
        var rest = bytes
        while rest.count > 0 {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR {
                let words = unsafe String(cString: strerror(errno))
                throw OutputFault(reason: errno == EPIPE ? nil : "standard output takes no more: \(words)")
            }
            rest = rest.extracting(droppingFirst: max(0, count))
        }
    }

    /// Writes a message that may hold text from files or the service: control characters in it are shown, not obeyed.
    func writeMessage(_ text: String) {
        write(text.printable(keepsNewlines: true))
    }

    /// Opens the null device in the place of each standard stream that the program was started without: a file that is
    /// opened later would get its number, and messages would be written into it.
    static func occupyStandardDescriptors() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            _ = unsafe open("/dev/null", O_RDWR)
        }
    }

    /// Ends the program at once.
    ///
    /// Everything was written by then, so that the libraries' exit handlers have nothing to do but harm: threads that are
    /// about to end still use what the handlers free. OpenSSL's once freed a digest's state a second time so, and a run
    /// that was good ended with SIGABRT.
    static func exit(_ code: ExitCode) -> Never {
        _exit(code.rawValue)
    }
}
