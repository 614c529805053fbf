internal import Glibc

/// An open file. It owns its descriptor and closes it when the last reference goes.
///
/// All calls block; call them from ``WorkerThreads``, never from the cooperative pool.
package final class File: Sendable {
    /// The path under which the file was opened.
    package let path: String
    private let descriptor: CInt

    private init(descriptor: CInt, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        close(descriptor)
    }

    /// Opens a file for reading.
    package static func open(_ path: String) throws(StreamingError) -> File {
        // Without O_NONBLOCK, opening a pipe that nobody writes to waits for ever.
        try open(path, flags: O_RDONLY | O_NONBLOCK, mode: 0, operation: "open")
    }

    /// Standard input, to be read with ``readNext(into:)``. The program's own descriptor stays open.
    package static func standardInput() throws(StreamingError) -> File {
        let descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { throw .fromErrno("read", "standard input") }
        return File(descriptor: descriptor, path: "standard input")
    }

    /// Creates a file that must not exist yet, for writing and reading.
    ///
    /// - Parameter mode: The permission bits, before the umask.
    package static func create(_ path: String, mode: UInt32 = 0o644) throws(StreamingError) -> File {
        try open(path, flags: O_RDWR | O_CREAT | O_EXCL, mode: mode, operation: "create")
    }

    private static func open(_ path: String, flags: CInt, mode: UInt32, operation: String) throws(StreamingError)
        -> File
    {
        let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .fromErrno(operation, path) }
        return File(descriptor: descriptor, path: path)
    }

    /// Reads from an offset into the buffer, which keeps its size; returns how many bytes came, 0 at the end.
    ///
    /// - Parameter place: Where in the buffer the first byte goes.
    package func read(
        into buffer: inout [UInt8], from place: Int = 0, at offset: Int
    ) throws(StreamingError) -> Int {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                let room = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[place...])
                return unsafe pread(descriptor, room.baseAddress, room.count, offset)
            }
            if count >= 0 { return count }
            guard errno == EINTR else { throw .fromErrno("read", path) }
        }
    }

    /// Reads what comes next at the file's own position, as pipes have it; returns how many bytes came, 0 at the end.
    ///
    /// - Parameter place: Where in the buffer, which keeps its size, the first byte goes.
    package func readNext(into buffer: inout [UInt8], at place: Int = 0) throws(StreamingError) -> Int {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                let room = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[place...])
                return unsafe Glibc.read(descriptor, room.baseAddress, room.count)
            }
            if count >= 0 { return count }
            guard errno == EINTR else { throw .fromErrno("read", path) }
        }
    }

    /// Writes all of the bytes at the file's own position.
    package func write(_ bytes: Span<UInt8>) throws(StreamingError) {
        var rest = bytes
        while rest.count > 0 {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                guard errno == EINTR else { throw .fromErrno("write", path) }
            } else {
                rest = rest.extracting(droppingFirst: count)
            }
        }
    }

    /// Empties the file; what is written next stands at its start.
    package func truncate() throws(StreamingError) {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw .fromErrno("empty", path)
        }
    }

    /// Waits until everything written lies on the disk.
    package func synchronize() throws(StreamingError) {
        guard fsync(descriptor) == 0 else { throw .fromErrno("flush", path) }
    }

    /// The file's length in bytes, its permission bits, and whether it is a regular file: no directory, pipe or device.
    package func attributes() throws(StreamingError) -> (size: Int, mode: UInt32, isRegular: Bool) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .fromErrno("examine", path) }
        return (Int(status.st_size), status.st_mode & 0o7777, status.st_mode & S_IFMT == S_IFREG)
    }

    /// What changes whenever somebody writes to the file: its length, and when it was changed last.
    package func version() throws(StreamingError) -> FileVersion {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .fromErrno("examine", path) }
        return FileVersion(
            size: Int(status.st_size), seconds: status.st_ctim.tv_sec, nanoseconds: status.st_ctim.tv_nsec)
    }

    /// When somebody wrote to the file last, in seconds since 1970.
    package func modificationTime() throws(StreamingError) -> Int {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .fromErrno("examine", path) }
        return status.st_mtim.tv_sec
    }

    /// Takes the kernel's lock on the file, which goes with the descriptor: a dead process never holds it. It takes the
    /// place of one that this descriptor holds already.
    ///
    /// - Parameters:
    ///   - isWaiting: Whether to wait for a holder to let go.
    ///   - isShared: Whether others may hold it too, if they share it as well.
    /// - Throws: Code ``StreamingError/Code/locked`` when another holds it and `isWaiting` is false.
    package func lock(isWaiting: Bool, isShared: Bool = false) throws(StreamingError) {
        let kind = isShared ? LOCK_SH : LOCK_EX
        while flock(descriptor, isWaiting ? kind : kind | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: throw StreamingError(code: .locked, message: "another process holds \(path)")
            default: throw .fromErrno("lock", path)
            }
        }
    }

    /// Opens a file to lock it, creating it when it is not there.
    package static func openLock(_ path: String) throws(StreamingError) -> File {
        try open(path, flags: O_RDWR | O_CREAT, mode: 0o600, operation: "open")
    }
}

extension File {
    /// The whole of a small file.
    ///
    /// - Parameter limit: The size in bytes above which the file is refused.
    package static func contents(of path: String, limit: Int = 64 << 20) throws(StreamingError) -> [UInt8] {
        let file = try open(path)
        let chunk = 64 << 10
        var contents: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: chunk)
        while true {
            let count = try file.readNext(into: &buffer)
            if count == 0 { return contents }
            contents.append(contentsOf: buffer[..<count])
            guard contents.count <= limit else {
                throw StreamingError(code: .corrupt, message: "\(path) is larger than \(limit) bytes")
            }
        }
    }

    /// Adds bytes to the end of a file, which is made where there is none.
    package static func append(_ contents: [UInt8], to path: String) throws(StreamingError) {
        let file = try open(path, flags: O_WRONLY | O_CREAT | O_APPEND, mode: 0o644, operation: "open")
        try file.write(contents.span)
    }

    /// Puts a file in place in one step: writes it beside its path, flushes it, and renames it over what was there.
    ///
    /// - Parameter mode: The permission bits of the new file.
    package static func replace(_ path: String, with contents: [UInt8], mode: UInt32 = 0o644) throws(StreamingError) {
        let draft = "\(path).\(getpid()).new"
        try? Directory.removeTree(draft)
        let file = try create(draft, mode: mode)
        do {
            try file.write(contents.span)
            try file.synchronize()
            try Directory.rename(draft, to: path)
        } catch {
            try? Directory.removeTree(draft)
            throw error
        }
        try Directory.synchronize(Directory.parent(of: path))
    }
}
