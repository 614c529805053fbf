/// Paths as texts.
enum Path {
    /// A path that begins at a directory; one from the root stays as it is.
    static func resolve(_ path: String, below directory: String) -> String {
        path.hasPrefix("/") || directory == "." ? path : "\(directory)/\(path)"
    }

    /// The directory that a path's last name stands in.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
