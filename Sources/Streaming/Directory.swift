internal import CLinux
internal import Glibc

/// Operations on directories and names. All of them block.
package enum Directory {
    /// Creates a directory and those above it; one that exists already is fine.
    package static func create(_ path: String, mode: UInt32 = 0o755) throws(StreamingError) {
        if try createOne(path, mode: mode) { return }
        try create(parent(of: path), mode: mode)
        guard try createOne(path, mode: mode) else { throw .fromErrno("create directory", path) }
    }

    /// Creates a directory, or finds it there; `false` when the one above it is missing.
    private static func createOne(_ path: String, mode: UInt32) throws(StreamingError) -> Bool {
        if unsafe mkdir(path, mode) == 0 { return true }
        switch errno {
        case EEXIST:
            // Another name for the same directory, so that the system finds a file in its place.
            guard exists(path + "/.") else { throw .fromErrno("create directory", path) }
            return true
        case ENOENT where parent(of: path) != path: return false
        default: throw .fromErrno("create directory", path)
        }
    }

    /// Whether there is anything under this name.
    package static func exists(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0
    }

    /// The names in a directory, sorted by their bytes, without `.` and `..`.
    package static func names(in path: String) throws(StreamingError) -> [String] {
        guard let stream = unsafe opendir(path) else { throw .fromErrno("list", path) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Removes a file, or a directory with all that is in it. Links are removed, not followed.
    package static func removeTree(_ path: String) throws(StreamingError) {
        if unsafe unlink(path) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM else { throw .fromErrno("remove", path) }
        for name in try names(in: path) { try removeTree(path + "/" + name) }
        guard unsafe rmdir(path) == 0 else { throw .fromErrno("remove", path) }
    }

    /// The path without symbolic links, of something that exists; otherwise the path itself.
    package static func resolved(_ path: String) -> String {
        guard let real = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    /// The number by which the kernel knows the kind of file system that a path lies on, as in `linux/magic.h`.
    package static func fileSystemNumber(of path: String) throws(StreamingError) -> UInt32 {
        let number = unsafe linux_file_system(path)
        guard number >= 0 else { throw .fromErrno("examine", path) }
        return UInt32(truncatingIfNeeded: number)
    }

    /// Removes a file.
    package static func removeFile(_ path: String) throws(StreamingError) {
        guard unsafe unlink(path) == 0 else { throw .fromErrno("remove", path) }
    }

    /// Gives a file or directory another name in one step; a file there is replaced.
    package static func rename(_ path: String, to target: String) throws(StreamingError) {
        guard unsafe Glibc.rename(path, target) == 0 else { throw .fromErrno("rename \(path) to", target) }
    }

    /// Exchanges two names in one step: no moment has neither, none has a mixture.
    package static func exchange(_ path: String, with other: String) throws(StreamingError) {
        guard unsafe linux_exchange_names(path, other) == 0 else {
            throw .fromErrno("exchange \(path) with", other)
        }
    }

    /// Waits until the names in a directory lie on the disk.
    package static func synchronize(_ path: String) throws(StreamingError) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .fromErrno("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .fromErrno("flush", path) }
    }

    /// The directory that a path's last name stands in.
    package static func parent(of path: String) -> String {
        var end = path.utf8.count
        let bytes = Array(path.utf8)
        while end > 1, bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
        guard let slash = bytes[..<end].lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == 0 ? "/" : String(decoding: bytes[..<slash], as: UTF8.self)
    }
}
