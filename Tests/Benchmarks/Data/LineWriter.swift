/// A notation that the fields of an invoice are written in, one after the other.
protocol LineWriter {
    /// What was written.
    var bytes: [UInt8] { get set }

    /// Writes text.
    mutating func text(_ name: StaticString, _ value: String)
    /// Writes a whole number.
    mutating func number(_ name: StaticString, _ value: Int)
    /// Writes a decimal number that is times ten to the power of the fraction digits what is given.
    mutating func number(_ name: StaticString, scaled: Int, fractionDigits: Int)
    /// Writes yes or no.
    mutating func flag(_ name: StaticString, _ value: Bool)
    /// Writes that there is nothing.
    mutating func nothing(_ name: StaticString)
    /// Opens an object; what follows is inside.
    mutating func open(_ name: StaticString)
    /// Closes the object of this name.
    mutating func close(_ name: StaticString)
}

/// Members of JSON objects.
struct JSONLineWriter: LineWriter {
    var bytes: [UInt8] = []

    mutating func text(_ name: StaticString, _ value: String) {
        begin(name)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(escaped: value.utf8)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func number(_ name: StaticString, _ value: Int) {
        begin(name)
        bytes.append(number: value)
    }

    mutating func number(_ name: StaticString, scaled: Int, fractionDigits: Int) {
        begin(name)
        bytes.append(scaled: scaled, fractionDigits: fractionDigits)
    }

    mutating func flag(_ name: StaticString, _ value: Bool) {
        begin(name)
        bytes.append(text: value ? "true" : "false")
    }

    mutating func nothing(_ name: StaticString) {
        begin(name)
        bytes.append(text: "null")
    }

    mutating func open(_ name: StaticString) {
        begin(name)
        bytes.append(UInt8(ascii: "{"))
    }

    mutating func close(_ name: StaticString) {
        bytes.append(UInt8(ascii: "}"))
    }

    /// A comma, where something stands before in the same object, and the name.
    private mutating func begin(_ name: StaticString) {
        if let last = bytes.last, last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
        bytes.append(text: "\"\(name)\":")
    }
}

/// Elements of XML.
struct XMLLineWriter: LineWriter {
    var bytes: [UInt8] = []

    mutating func text(_ name: StaticString, _ value: String) {
        open(name)
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(text: "&amp;")
            case UInt8(ascii: "<"): bytes.append(text: "&lt;")
            case UInt8(ascii: ">"): bytes.append(text: "&gt;")
            default: bytes.append(byte)
            }
        }
        close(name)
    }

    mutating func number(_ name: StaticString, _ value: Int) {
        open(name)
        bytes.append(number: value)
        close(name)
    }

    mutating func number(_ name: StaticString, scaled: Int, fractionDigits: Int) {
        open(name)
        bytes.append(scaled: scaled, fractionDigits: fractionDigits)
        close(name)
    }

    mutating func flag(_ name: StaticString, _ value: Bool) {
        open(name)
        bytes.append(text: value ? "true" : "false")
        close(name)
    }

    mutating func nothing(_ name: StaticString) {
        bytes.append(text: "<\(name)/>")
    }

    mutating func open(_ name: StaticString) {
        bytes.append(text: "<\(name)>")
    }

    mutating func close(_ name: StaticString) {
        bytes.append(text: "</\(name)>")
    }
}
