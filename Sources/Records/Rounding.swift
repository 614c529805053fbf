/// What becomes of digits that are not kept.
public enum Rounding: Sendable, Hashable {
    /// They are cut off: 1.999 and −1.999 become 1.99 and −1.99.
    case towardZero
    /// They are rounded, halves away from nought.
    case halfUp
    /// They are rounded, halves to the even neighbour.
    case halfEven
}
