/// Where the records stand in a document: a path of names such as `invoice/lines/line`, matched from its end.
///
/// What stands further out is ignored, so an envelope need not be spelled out. The elements of a JSON array have
/// no names: a step of the path may stand for one of them, or be left out.
package struct RecordPath: Sendable, Hashable {
    /// The names, outermost first.
    package let steps: [[UInt8]]

    /// A path from its text; `nil` when it is empty or has an empty step.
    package init?(_ text: String) {
        let steps = text.split(separator: "/", omittingEmptySubsequences: false).map { Array($0.utf8) }
        guard steps.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.steps = steps
    }

    /// Whether a value stands where the path points.
    ///
    /// - Parameter place: The names around the value, outermost first; `nil` for an array's element.
    func matches(_ place: [[UInt8]?]) -> Bool {
        matches(place[...], steps[...])
    }

    /// Whether a value stands on the way to where the path points.
    func begins(at place: [[UInt8]?]) -> Bool {
        steps.indices.contains { matches(place[...], steps[...$0]) }
    }

    private func matches(_ place: ArraySlice<[UInt8]?>, _ steps: ArraySlice<[UInt8]>) -> Bool {
        guard let step = steps.last else { return true }
        guard let name = place.last else { return false }
        guard let name else {
            let isLeftOut = matches(place.dropLast(), steps)
            return isLeftOut || (steps.count > 1 && matches(place.dropLast(), steps.dropLast()))
        }
        return name == step && matches(place.dropLast(), steps.dropLast())
    }
}
