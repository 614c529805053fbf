internal import Records

/// Reads the dates of HTTP headers, in the three forms of RFC 9110, section 5.6.7.
enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The seconds since 1970-01-01T00:00:00Z that a date stands for; `nil` when it is not one.
    ///
    /// - Parameter now: In the same seconds; a year of two digits is the one within fifty years of it.
    static func seconds(_ text: String, now: Int) -> Int? {
        let words = text.split { $0 == " " || $0 == "," }.map(String.init)
        switch words.count {
        // Sun, 06 Nov 1994 08:49:37 GMT
        case 6 where words[5] == "GMT":
            return seconds(year: year(words[3], digits: 4), month: words[2], day: words[1], time: words[4])
        // Sunday, 06-Nov-94 08:49:37 GMT
        case 4 where words[3] == "GMT":
            let parts = words[1].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, let short = year(parts[2], digits: 2) else { return nil }
            return seconds(year: century(of: short, now) + short, month: parts[1], day: parts[0], time: words[2])
        // Sun Nov  6 08:49:37 1994
        case 5:
            return seconds(year: year(words[4], digits: 4), month: words[1], day: words[2], time: words[3])
        default: return nil
        }
    }

    private static func seconds(year: Int?, month: String, day: String, time: String) -> Int? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { number($0, upTo: 60) }
        guard let year, let month = months.firstIndex(of: month), let day = number(day[...], upTo: 31),
            let date = CivilDate(year: year, month: month + 1, day: day),
            clock.count == 3, let hours = clock[0], hours < 24, let minutes = clock[1], minutes < 60,
            let seconds = clock[2]
        else { return nil }
        return Int(date.daysSinceEpoch) * 86_400 + hours * 3600 + minutes * 60 + seconds
    }

    private static func number(_ text: Substring, upTo limit: Int) -> Int? {
        guard (1...2).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text).flatMap { $0 <= limit ? $0 : nil }
    }

    private static func year(_ text: String, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }

    private static func century(of short: Int, _ now: Int) -> Int {
        let current = CivilDate(daysSinceEpoch: Int32(clamping: now / 86_400)).parts.year
        let century = current / 100 * 100
        if century + short > current + 50 { return century - 100 }
        return century + short < current - 50 ? century + 100 : century
    }
}
