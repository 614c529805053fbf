internal import Glibc

extension StreamingError {
    /// The failure that `errno` names, for an operation on a path: `cannot open out/a.csv: No such file …`.
    ///
    /// Reads `errno` first, so nothing may come between the failed call and this one.
    static func fromErrno(_ operation: String, _ path: String) -> StreamingError {
        let number = errno
        let reason = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
        return StreamingError(code: code(of: number), message: "cannot \(operation) \(path): \(reason)")
    }

    private static func code(of number: CInt) -> Code {
        switch number {
        case ENOENT, ENOTDIR: .notFound
        case ENOSPC, EDQUOT: .noSpace
        default: .system
        }
    }
}
