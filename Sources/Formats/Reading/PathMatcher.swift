/// Follows a document down and up, and knows how much of a ``RecordPath`` ends where it is.
///
/// A place is a set of steps, one bit each: the path up to such a step, matched from its end, points at the place.
struct PathMatcher: Sendable {
    /// How many steps a path may have.
    static let stepLimit = 64

    /// What stands around a value.
    enum Label {
        /// Nothing: the value is the whole document.
        case document
        /// A name, by its number.
        case name(Int)
        /// An array of JSON.
        case array
    }

    private let lastStep: UInt64
    /// The step before the last; 0 where there is none.
    private let parentStep: UInt64
    /// For each name of the table the steps that it can be.
    private var stepsOfName: [UInt64]
    /// The steps that are elements of lists, where the path says which those are.
    private let elementSteps: UInt64
    /// Whether the elements of lists have names, as in XML.
    private let namesElements: Bool

    /// A matcher for a path whose names are in a table; `nil` when the path has too many steps.
    ///
    /// - Parameter namesElements: Whether the elements of lists have names, as in XML.
    init?(_ path: RecordPath, names: NameTable, namesElements: Bool) {
        guard path.steps.count <= Self.stepLimit else { return nil }
        lastStep = 1 << UInt64(path.steps.count - 1)
        parentStep = lastStep >> 1
        elementSteps = path.elementSteps
        self.namesElements = namesElements
        stepsOfName = Array(repeating: 0, count: names.count)
        for (step, name) in path.steps.enumerated() where elementSteps & (1 << UInt64(step)) == 0 {
            stepsOfName[names.number(of: name.span)] |= 1 << UInt64(step)
        }
    }

    /// The place of a value below another place.
    func place(of label: Label, below place: UInt64) -> UInt64 {
        switch label {
        case .document: 0
        case .name(let number):
            namesElements && elementSteps != 0
                ? placeInLists(number, below: place)
                : number < 0 ? 0 : (place << 1 | 1) & stepsOfName[number]
        // An array's element is left out, or stands for a step that is not the first; or the path says what it is.
        case .array: elementSteps == 0 ? place | place << 1 : (place << 1 | 1) & elementSteps
        }
    }

    /// The place of an element of XML that may be one of a list: inside the one with the list's name, or that itself.
    private func placeInLists(_ number: Int, below place: UInt64) -> UInt64 {
        let named = number < 0 ? 0 : (place << 1 | 1) & stepsOfName[number]
        let steps = named != 0 ? named : place << 1 & elementSteps
        return steps | steps << 1 & elementSteps & ~lastStep
    }

    /// Whether a place that was reached by a name is what the path says stands around the records.
    func isAroundRecords(_ place: UInt64, reachedBy label: Label) -> Bool {
        guard case .name = label else { return false }
        return place & parentStep != 0
    }

    /// Whether the path points at a place.
    func matches(_ place: UInt64) -> Bool {
        place & lastStep != 0
    }
}
