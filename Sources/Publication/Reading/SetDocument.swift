import Formats
internal import Records

/// A JSON document of a set, or a part of it, whose members are asked for by name and type.
struct SetDocument {
    /// The file's name in its set.
    let file: String
    /// Where in the document the part stands: `legs[0].billed`.
    let path: String
    /// The part.
    let value: JSONValue

    /// The whole of a document.
    init(file: String, value: JSONValue) {
        self.init(file: file, path: "", value: value)
    }

    private init(file: String, path: String, value: JSONValue) {
        self.file = file
        self.path = path
        self.value = value
    }

    /// A member.
    func part(_ name: String) throws(SetFault) -> SetDocument {
        let path = path.isEmpty ? name : "\(self.path).\(name)"
        guard let member = value[name] else { throw SetFault(file: file, column: path, "is missing") }
        return SetDocument(file: file, path: path, value: member)
    }

    /// A member that is text.
    func text(_ name: String) throws(SetFault) -> String {
        let part = try part(name)
        guard let text = part.value.string else { throw part.fault("is no text") }
        return text
    }

    /// A member that is a whole number, none below nought.
    func count(_ name: String) throws(SetFault) -> Int {
        let part = try part(name)
        guard let count = part.value.integer, count >= 0 else { throw part.fault("is no whole number") }
        return count
    }

    /// A member that is true or false.
    func truth(_ name: String) throws(SetFault) -> Bool {
        let part = try part(name)
        guard case .boolean(let truth) = part.value else { throw part.fault("is neither true nor false") }
        return truth
    }

    /// A member that is an amount, written as text.
    func amount(_ name: String) throws(SetFault) -> ExactDecimal {
        let part = try part(name)
        guard let text = part.value.string, let amount = try? ExactDecimal(parsing: text) else {
            throw part.fault("is no amount")
        }
        return amount
    }

    /// A member that is a list of texts.
    func texts(_ name: String) throws(SetFault) -> [String] {
        var texts: [String] = []
        for element in try list(name) {
            guard let text = element.value.string else { throw element.fault("is no text") }
            texts.append(text)
        }
        return texts
    }

    /// A member that is a list.
    func list(_ name: String) throws(SetFault) -> [SetDocument] {
        let part = try part(name)
        guard let elements = part.value.array else { throw part.fault("is no list") }
        return elements.enumerated().map {
            SetDocument(file: file, path: "\(part.path)[\($0.offset)]", value: $0.element)
        }
    }

    /// The members of an object.
    func members() throws(SetFault) -> [(name: String, part: SetDocument)] {
        guard case .object(let members) = value else { throw fault("is no object") }
        return members.map { ($0.name, SetDocument(file: file, path: "\(path).\($0.name)", value: $0.value)) }
    }

    /// A fault of this part.
    func fault(_ reason: String) -> SetFault {
        SetFault(file: file, column: path.isEmpty ? nil : path, reason, found: value.scalarText)
    }
}
