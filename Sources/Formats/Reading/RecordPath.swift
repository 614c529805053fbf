/// Where the records stand in a document: a path of names such as `invoice/lines/line`, matched from its end.
///
/// What stands further out is ignored, so an envelope need not be spelled out. The elements of a JSON array have
/// no names: a step of the path may stand for one of them, or be left out. The path `.` is the document itself.
package struct RecordPath: Sendable, Hashable {
    /// The names, outermost first.
    package let steps: [[UInt8]]

    /// Whether the one record is the whole document, an object: the path `.`.
    var isDocument: Bool { steps == [[UInt8(ascii: ".")]] }

    /// A path from its text; `nil` when it is empty or has an empty step.
    package init?(_ text: String) {
        let steps = text.split(separator: "/", omittingEmptySubsequences: false).map { Array($0.utf8) }
        guard steps.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.steps = steps
    }

    /// The names, parted by `/`.
    var text: String { steps.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/") }
}
