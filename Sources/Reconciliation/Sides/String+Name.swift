extension String {
    /// A name as names are compared: without the ASCII space around it, in lower-case letters.
    var asName: String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }
        let text = utf8.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        return String(decoding: Array(text), as: UTF8.self).lowercased()
    }
}
