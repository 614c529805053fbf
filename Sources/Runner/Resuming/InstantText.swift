import Records

/// Instants as messages write them.
enum InstantText {
    /// To the minute: `2026-11-25T01:02Z`.
    ///
    /// - Parameter seconds: Since 1970.
    static func minutes(_ seconds: Int) -> String {
        let day = CivilDate(daysSinceEpoch: Int32(clamping: seconds / 86_400))
        let minute = seconds % 86_400 / 60
        return "\(day)T\(twoDigits(minute / 60)):\(twoDigits(minute % 60))Z"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
