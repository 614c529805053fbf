/// Where the records stand in a document: a path of names such as `invoice/lines/line`, matched from its end.
///
/// What stands further out is ignored, so an envelope need not be spelled out. The elements of a JSON array have
/// no names: a step of the path may stand for one of them, or be left out. The path `.` is the document itself.
///
/// A path with `[]` in it is written with dots, and names the lists: `data.invoice[].lines[]` finds the elements of the
/// list `lines` in each element of the list `invoice`, as `data/invoice/lines/line` does. In XML the elements of a list
/// are those inside the one with its name, whatever they are called themselves, or those that have the name.
package struct RecordPath: Sendable, Hashable {
    /// What stands in ``steps`` for an element of a list.
    static let element = Array("[]".utf8)

    /// The names, outermost first, and for each `[]` an element of the list before it.
    package let steps: [[UInt8]]
    /// The steps that are elements of lists, one bit each; none where the path is written with `/`.
    let elementSteps: UInt64
    /// The path as it was written.
    let text: String

    /// Whether the one record is the whole document, an object: the path `.`.
    var isDocument: Bool { steps == [[UInt8(ascii: ".")]] }
    /// Whether the path says which names are lists.
    var namesLists: Bool { elementSteps != 0 }
    /// What a record is called; `nil` where the path does not say.
    var recordName: [UInt8]? { steps.last == Self.element && namesLists ? nil : steps.last }

    /// A path from its text; `nil` when it is empty or has an empty step.
    package init?(_ text: String) {
        self.text = text
        guard text.contains("[]"), !text.contains("/") else {
            steps = text.split(separator: "/", omittingEmptySubsequences: false).map { Array($0.utf8) }
            elementSteps = 0
            guard steps.allSatisfy({ !$0.isEmpty }) else { return nil }
            return
        }
        guard let steps = Self.dottedSteps(text) else { return nil }
        self.steps = steps
        elementSteps = steps.indices.reduce(0) { $0 | (steps[$1] == Self.element ? 1 << UInt64($1) : 0) }
    }

    /// The steps of a path such as `data.invoice[].lines[]`; only the first may be a list without a name.
    private static func dottedSteps(_ text: String) -> [[UInt8]]? {
        var steps: [[UInt8]] = []
        for (index, part) in text.split(separator: ".", omittingEmptySubsequences: false).enumerated() {
            let name = part.prefix { $0 != "[" }
            let brackets = part.dropFirst(name.count)
            guard !name.isEmpty || (index == 0 && !brackets.isEmpty) else { return nil }
            guard String(repeating: "[]", count: brackets.count / 2) == brackets, !name.contains("]") else {
                return nil
            }
            if !name.isEmpty { steps.append(Array(name.utf8)) }
            steps += repeatElement(element, count: brackets.count / 2)
        }
        return steps
    }

    /// A step and the elements of lists behind it, one bit each: what an object at the step may be in a document.
    func objectSteps(of step: Int) -> UInt64 {
        var (mask, next) = ((1 as UInt64) << UInt64(step), (1 as UInt64) << UInt64(step + 1))
        while next & elementSteps != 0 {
            mask |= next
            next <<= 1
        }
        return mask
    }
}
