extension StringProtocol {
    /// The text without the blanks around it.
    package var trimmingBlanks: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
