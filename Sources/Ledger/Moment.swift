internal import Records

/// A second of world time.
package struct Moment: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The seconds since 1970-01-01T00:00:00Z.
    package let secondsSinceEpoch: Int

    /// The moment so many seconds after the beginning of 1970.
    package init(secondsSinceEpoch: Int) {
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    /// The moment as `2026-11-23T08:15:04Z`.
    package var description: String {
        let (days, rest) = secondsSinceEpoch.quotientAndRemainder(dividingBy: 86_400)
        let parts = [rest / 3600, rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(CivilDate(daysSinceEpoch: Int32(clamping: days)))T\(parts.joined(separator: ":"))Z"
    }

    package static func < (left: Moment, right: Moment) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }
}
