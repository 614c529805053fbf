/// Names and values as forms and query strings write them: `a=1&b=two+words`.
struct FormFields: Sendable {
    /// All of them, in their order.
    let fields: [(name: String, value: String)]

    /// The fields of a text; `nil` when it has an escape that is none, or bytes that are not UTF-8.
    init?(parsing text: [UInt8]) {
        var fields: [(name: String, value: String)] = []
        for field in text.split(separator: UInt8(ascii: "&")) {
            let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
                let value = parts.count > 1 ? PercentEncoding.decode(parts[1], plusIsSpace: true) : ""
            else { return nil }
            fields.append((name, value))
        }
        self.fields = fields
    }

    /// The value of the first field of this name; `nil` when there is none, or it is empty.
    subscript(name: String) -> String? {
        fields.first { $0.name == name && !$0.value.isEmpty }?.value
    }
}

/// The escapes of RFC 3986, section 2.1.
enum PercentEncoding {
    /// The text with everything escaped that is not unreserved.
    static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                encoded.append(byte)
            default: encoded.append(contentsOf: "\(byte < 16 ? "%0" : "%")\(String(byte, radix: 16))".utf8)
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// The text behind the escapes; `nil` when a percent sign has no two digits behind it, or the result is not UTF-8.
    static func decode(_ text: some Sequence<UInt8>, plusIsSpace: Bool) -> String? {
        var bytes: [UInt8] = []
        var iterator = text.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = hexadecimalValue(iterator.next()), let low = hexadecimalValue(iterator.next()) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexadecimalValue(_ byte: UInt8?) -> UInt8? {
        switch byte {
        case .some(let digit) where digit &- UInt8(ascii: "0") <= 9: digit - UInt8(ascii: "0")
        case .some(let letter) where (letter | 0x20) &- UInt8(ascii: "a") <= 5: (letter | 0x20) - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
