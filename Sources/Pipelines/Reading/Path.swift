/// Paths as texts.
enum Path {
    /// A path that begins at a directory; one from the root stays as it is.
    ///
    /// `pipelines` and `../fixtures` make `fixtures`: the steps up are taken in the text, as most tools do it.
    static func resolve(_ path: String, below directory: String) -> String {
        if path.hasPrefix("/") { return path }
        var steps = directory == "." ? [] : directory.split(separator: "/", omittingEmptySubsequences: false)
        for step in path.split(separator: "/") where step != "." {
            if step == "..", let last = steps.last, last != "..", last != "" {
                steps.removeLast()
            } else {
                steps.append(step)
            }
        }
        return steps.isEmpty ? "." : steps.joined(separator: "/")
    }

    /// The directory that a path's last name stands in.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
