import Pipelines
import Publication
import Streaming

extension Stage {
    /// How the names of the stage's own files begin: its name, and of a leg its item in brackets, made safe for a file's name.
    ///
    /// No two stages have the same: a stage's name has no brackets, and two different items never come to one text.
    var fileStem: String {
        guard let leg else { return name }
        return "\(leg.stage)[\(Self.safe(leg.item))]"
    }

    /// How many bytes of an item a file's name has; a name may have 255 in all.
    private static let itemLimit = 120

    /// An item with `%` and two digits for each byte that is no letter, digit, `-`, `.` or `_`. Of a long one only the
    /// beginning stands there, with its SHA-256 behind a `~`.
    private static func safe(_ item: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var text = ""
        for byte in item.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        guard text.utf8.count > itemLimit else { return text }
        return "\(text.prefix(itemLimit / 4))~\(SHA256.digest(of: Array(item.utf8)))"
    }
}
