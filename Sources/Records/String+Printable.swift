extension String {
    /// The text with control characters shown instead of obeyed: `\u{1b}`.
    ///
    /// - Parameter keepsNewlines: Whether line ends stay what they are.
    package func printable(keepsNewlines: Bool = false) -> String {
        let shown = unicodeScalars.map { scalar in
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            if isControl, !(keepsNewlines && scalar == "\n") { return "\\u{\(String(scalar.value, radix: 16))}" }
            return String(scalar)
        }
        return shown.joined()
    }
}
