internal import CYaml
package import Records

/// A fault that stops the reading of a YAML text.
package struct YAMLFault: Error {
    /// Where it is.
    package let position: TextPosition
    /// What it is.
    package let message: String
}

/// Reads a YAML document into nodes, over libyaml.
///
/// Refused are: several documents in one file, tags, merge keys, a name twice in one mapping, nesting deeper than
/// ``depthLimit`` and aliases that unfold to more than ``sizeLimit`` nodes.
@safe
package final class YAMLParser {
    /// How deep nodes may be nested.
    package static let depthLimit = 64
    /// How many nodes a document may have, aliases unfolded.
    package static let sizeLimit = 100_000

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: [UInt8]
    private var anchors: [String: YAMLNode] = [:]
    private var size = 0

    private init(_ text: [UInt8]) {
        self.text = text
        unsafe parser = .allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        unsafe yaml_parser_initialize(parser)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
    }

    /// The one document of a text; `nil` when there is none.
    package static func parse(_ text: [UInt8]) throws(YAMLFault) -> YAMLNode? {
        try YAMLParser(text).document()
    }

    private func document() throws(YAMLFault) -> YAMLNode? {
        // libyaml reads the bytes where they are, so all of the parsing happens inside this scope.
        let result: Result<YAMLNode?, YAMLFault> = unsafe text.withUnsafeBufferPointer { bytes in
            unsafe yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
            do throws(YAMLFault) {
                return .success(try readDocument())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func readDocument() throws(YAMLFault) -> YAMLNode? {
        var root: YAMLNode?
        while true {
            let event = try next()
            switch event.kind {
            case YAML_STREAM_START_EVENT, YAML_DOCUMENT_END_EVENT: continue
            case YAML_STREAM_END_EVENT: return root
            case YAML_DOCUMENT_START_EVENT:
                guard root == nil else { throw YAMLFault(position: event.position, message: "one document a file") }
                root = try node(try next(), depth: 0)
            default: throw YAMLFault(position: event.position, message: "unexpected content")
            }
        }
    }

    private func node(_ event: Event, depth: Int) throws(YAMLFault) -> YAMLNode {
        guard depth < Self.depthLimit else {
            throw YAMLFault(position: event.position, message: "nested deeper than \(Self.depthLimit) levels")
        }
        guard !event.hasTag else {
            throw YAMLFault(position: event.position, message: "tags such as !!str are not used here; remove the tag")
        }
        if event.kind == YAML_ALIAS_EVENT { return try alias(event) }
        try grow(by: 1, at: event.position)
        var node = YAMLNode(content: try content(event, depth: depth), position: event.position)
        node.isQuoted = event.isQuoted
        if let anchor = event.anchor { anchors[anchor] = node }
        return node
    }

    private func content(_ event: Event, depth: Int) throws(YAMLFault) -> YAMLNode.Content {
        switch event.kind {
        case YAML_SCALAR_EVENT: return .scalar(event.text)
        case YAML_SEQUENCE_START_EVENT:
            var elements: [YAMLNode] = []
            while true {
                let element = try next()
                if element.kind == YAML_SEQUENCE_END_EVENT { return .sequence(elements) }
                elements.append(try node(element, depth: depth + 1))
            }
        default:
            var members: [YAMLNode.Member] = []
            while true {
                let key = try next()
                if key.kind == YAML_MAPPING_END_EVENT { return .mapping(members) }
                members.append(try member(key, after: members, depth: depth))
            }
        }
    }

    private func member(
        _ key: Event, after others: [YAMLNode.Member], depth: Int
    ) throws(YAMLFault) -> YAMLNode.Member {
        guard key.kind == YAML_SCALAR_EVENT else {
            throw YAMLFault(position: key.position, message: "a name is a single value")
        }
        guard key.text != "<<" else {
            throw YAMLFault(position: key.position, message: "merge keys (<<) are not used here; write the members out")
        }
        if let first = others.first(where: { $0.name == key.text }) {
            throw YAMLFault(
                position: key.position,
                message: "\"\(key.text)\" stands here twice; first on line \(first.position.line)")
        }
        return YAMLNode.Member(name: key.text, position: key.position, value: try node(try next(), depth: depth + 1))
    }

    private func alias(_ event: Event) throws(YAMLFault) -> YAMLNode {
        guard let anchor = event.anchor, let node = anchors[anchor] else {
            throw YAMLFault(position: event.position, message: "there is no anchor of this name above")
        }
        try grow(by: node.size, at: event.position)
        return node
    }

    private func grow(by count: Int, at position: TextPosition) throws(YAMLFault) {
        size += count
        guard size <= Self.sizeLimit else {
            throw YAMLFault(position: position, message: "the file unfolds to more than \(Self.sizeLimit) nodes")
        }
    }
}

/// One step of libyaml, copied into Swift's memory.
private struct Event {
    let kind: yaml_event_type_t
    let position: TextPosition
    var text = ""
    var anchor: String?
    var hasTag = false
    var isQuoted = false
}

extension YAMLParser {
    private func next() throws(YAMLFault) -> Event {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw fault() }
        defer { unsafe yaml_event_delete(&event) }
        let mark = unsafe event.start_mark
        var copy = unsafe Event(kind: event.type, position: Self.position(mark))
        switch unsafe event.type {
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            unsafe copy.text = String(decoding: bytes, as: UTF8.self)
            unsafe copy.anchor = Self.string(scalar.anchor)
            unsafe copy.hasTag = scalar.tag != nil
            copy.isQuoted =
                unsafe scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE
                || scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE
        case YAML_SEQUENCE_START_EVENT:
            unsafe copy.anchor = Self.string(event.data.sequence_start.anchor)
            unsafe copy.hasTag = event.data.sequence_start.tag != nil
        case YAML_MAPPING_START_EVENT:
            unsafe copy.anchor = Self.string(event.data.mapping_start.anchor)
            unsafe copy.hasTag = event.data.mapping_start.tag != nil
        case YAML_ALIAS_EVENT: unsafe copy.anchor = Self.string(event.data.alias.anchor)
        default: break
        }
        return copy
    }

    private static func string(_ bytes: UnsafeMutablePointer<UInt8>?) -> String? {
        guard let bytes = unsafe bytes else { return nil }
        return unsafe String(cString: bytes)
    }

    private static func position(_ mark: yaml_mark_t) -> TextPosition {
        TextPosition(line: mark.line + 1, column: mark.column + 1)
    }

    private func fault() -> YAMLFault {
        let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "not YAML"
        let context = unsafe parser.pointee.context.map { unsafe String(cString: $0) }
        let mark = unsafe parser.pointee.problem_mark
        if isIndentedWithTab(line: mark.line) {
            return YAMLFault(position: Self.position(mark), message: "a tab cannot indent a line; use spaces")
        }
        return YAMLFault(
            position: Self.position(mark), message: context.map { "\(problem) (\($0))" } ?? problem)
    }

    /// Whether a tab stands among the blanks that a line begins with; lines count from 0.
    private func isIndentedWithTab(line: Int) -> Bool {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.indices.contains(line) else { return false }
        return lines[line].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.contains(UInt8(ascii: "\t"))
    }
}
