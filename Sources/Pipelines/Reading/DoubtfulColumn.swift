import Records

/// A column whose name reconciling does not know, and nearly does.
struct DoubtfulColumn {
    /// The name.
    let name: String
    /// The name that was probably meant.
    let meant: String
    /// Where it stands.
    let position: TextPosition
}
