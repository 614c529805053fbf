import Records

/// The values that records take from the objects around them, and the records that wait for such a value.
///
/// An invoice's number may stand behind its lines. The lines then wait until it comes or the invoice ends.
struct EnclosingValues: Sendable {
    /// How many bytes of records may wait.
    static let waitingLimit = 256 << 20

    /// A step of the records' path whose objects have mapped values.
    private struct Group {
        let name: String
        /// The step as ``PathMatcher`` has it.
        let step: UInt64
        let columns: [Int]
        /// Collectors of objects that are over: ready for the next, and the memory of what was ever seen.
        var spares: [FieldCollector]
    }

    /// An object that is open around the place where the document is.
    private struct Scope {
        let id: Int
        let group: Int
        /// The last record before the object.
        let recordBefore: Int
        var fields: FieldCollector
    }

    /// A record that lacks a value or stands behind one that does.
    private struct WaitingRecord {
        var finished: FinishedRecord
        /// How many values may still come.
        var missingCount: Int
        let scopes: [Int]
        let size: Int
    }

    private let mappings: [ColumnMapping]
    private let limit: Int
    private var groups: [Group] = []
    private var scopes: [Scope] = []
    private var scopeCount = 0
    /// The number of the last record that was handed on.
    private var lastRow = 0
    private var waiting: [WaitingRecord] = []
    /// How many of the waiting are handed on already.
    private var handedOnCount = 0
    private var waitingSize = 0

    /// Nothing yet, for the mappings of a plan and the path of its records.
    ///
    /// - Throws: Code ``FormatError/Code/unknownColumn`` when a mapping names what encloses no record.
    init(
        _ mappings: [ColumnMapping], path: RecordPath?, limit: Int = Self.waitingLimit
    ) throws(FormatError) {
        self.mappings = mappings
        self.limit = limit
        let outerSteps = (path?.steps.dropLast() ?? []).map { String(decoding: $0, as: UTF8.self) }
        let outerNames = path?.namesLists == true ? outerSteps.filter { $0 != "[]" } : outerSteps
        for (column, mapping) in mappings.enumerated() {
            guard let name = mapping.enclosing else { continue }
            guard outerNames.contains(name) else { throw Self.noStep(mapping, name, outerNames, path) }
            guard !groups.contains(where: { $0.name == name }) else { continue }
            let columns = mappings.indices.filter { $0 >= column && mappings[$0].enclosing == name }
            let tree = FieldTree(
                columns.map { (column: $0, source: mappings[$0].source) }, columnCount: mappings.count)
            let collector = FieldCollector(tree, sources: mappings.map(\.source), notesDecisions: true)
            let step = outerSteps.lastIndex(of: name) ?? 0
            groups.append(
                Group(name: name, step: path?.objectSteps(of: step) ?? 0, columns: columns, spares: [collector]))
        }
    }

    private static func noStep(
        _ mapping: ColumnMapping, _ name: String, _ outerSteps: [String], _ path: RecordPath?
    ) -> FormatError {
        let choice =
            outerSteps.isEmpty
            ? "`records` has no step before its last" : "its steps before the last are \(list(outerSteps))"
        let place = path.map { "\"\($0.text)\"" } ?? "a list that is the whole document"
        let message = """
            the field "\(mapping.source)" is to come from the enclosing "\(name)", which does not enclose the records \
            at \(place); \(choice)
            """
        return FormatError(code: .unknownColumn, message: message)
    }

    /// Whether no object around the records is asked for anything.
    var isEmpty: Bool { groups.isEmpty }

    // MARK: The document

    /// Goes into a container outside of records.
    mutating func descend(into container: FieldCollector.Container) {
        for index in scopes.indices { scopes[index].fields.descend(into: container) }
    }

    /// Goes into an element of XML outside of records.
    mutating func beginElement(_ name: Int, in names: borrowing XMLNames) throws(FormatError) {
        for index in scopes.indices {
            let wasSound = scopes[index].fields.fault == nil
            scopes[index].fields.beginElement(name, in: names)
            if wasSound { try checkFault(of: index) }
        }
    }

    /// Opens the object at a place, which was gone into, where values of it are mapped.
    mutating func begin(at place: UInt64, recordCount: Int) {
        for index in groups.indices where groups[index].step & place != 0 {
            var fields = groups[index].spares.popLast() ?? emptyCollector(of: index)
            fields.begin()
            scopeCount += 1
            scopes.append(Scope(id: scopeCount, group: index, recordBefore: recordCount, fields: fields))
        }
    }

    /// Goes out of a container that ``descend(into:)`` went into.
    mutating func ascend() {
        for index in scopes.indices { scopes[index].fields.ascend() }
        closeScopes()
    }

    /// Goes out of an element that ``beginElement(_:)`` went into.
    mutating func endElement() {
        for index in scopes.indices { decide(scopes[index].fields.endElement(), of: index) }
        closeScopes()
    }

    /// Begins a member of the innermost container outside of records.
    mutating func member(_ name: Span<UInt8>) throws(FormatError) {
        for index in scopes.indices {
            let wasSound = scopes[index].fields.fault == nil
            scopes[index].fields.member(name)
            if wasSound { try checkFault(of: index) }
        }
    }

    /// Takes an attribute of the innermost element outside of records.
    mutating func attribute(
        _ name: Int, in names: borrowing XMLNames, _ value: Span<UInt8>
    ) throws(FormatError) {
        for index in scopes.indices {
            let wasSound = scopes[index].fields.fault == nil
            decide(scopes[index].fields.attribute(name, in: names, value), of: index)
            if wasSound { try checkFault(of: index) }
        }
    }

    /// Says that the innermost element outside of records has no value.
    mutating func markNil() {
        for index in scopes.indices { scopes[index].fields.markNil() }
    }

    /// Takes a piece of a value outside of records.
    mutating func part(_ piece: Span<UInt8>) throws(FormatError) {
        for index in scopes.indices {
            scopes[index].fields.part(piece)
            guard scopes[index].fields.sizeSoFar <= RecordAssembler.recordLimit else {
                let name = groups[scopes[index].group].name
                let message =
                    "the values of one \(name) around records have more than \(RecordAssembler.recordLimit) bytes"
                throw FormatError(code: .tooLarge, message: message)
            }
        }
    }

    /// Ends a value outside of records.
    mutating func endValue() {
        for index in scopes.indices { decide(scopes[index].fields.endValue(), of: index) }
    }

    /// Ends a member outside of records that has no value.
    mutating func endNull() {
        for index in scopes.indices { decide(scopes[index].fields.endNull(), of: index) }
    }

    /// A collector like those in use: all of the group's are open, one inside the other.
    private func emptyCollector(of group: Int) -> FieldCollector {
        for scope in scopes where scope.group == group { return scope.fields.emptyCopy }
        preconditionFailure("a collector is spare or open")
    }

    // MARK: The records

    /// Gives a record the values of what encloses it, if they are all there and no other record waits; `false` where it
    /// is to be added with ``add(_:to:)``.
    mutating func complete(_ record: inout FieldCollector, row: Int) -> Bool {
        guard handedOnCount == waiting.count, record.fault == nil else { return false }
        let innermost = innermostScopes
        for index in innermost {
            guard scopes[index].fields.fault == nil else { return false }
            for column in groups[scopes[index].group].columns {
                guard scopes[index].fields.hasDecided(column) else { return false }
            }
        }
        for index in innermost {
            for column in groups[scopes[index].group].columns { record.take(column, from: scopes[index].fields) }
        }
        lastRow = row
        return true
    }

    /// Takes a finished record: hands it on, or lets it wait.
    mutating func add(_ record: FinishedRecord, to collector: inout RecordCollector) throws(FormatError) {
        var waiter = WaitingRecord(
            finished: record, missingCount: 0, scopes: innermostScopes.map { scopes[$0].id }, size: record.size)
        for index in innermostScopes {
            for column in groups[scopes[index].group].columns {
                if scopes[index].fields.hasDecided(column) {
                    waiter.finished.take(column, from: scopes[index].fields)
                } else {
                    waiter.missingCount += 1
                }
            }
            waiter.finished.fault = waiter.finished.fault ?? scopes[index].fields.fault
        }
        if waiter.finished.fault != nil { waiter.missingCount = 0 }
        if waiter.missingCount == 0, handedOnCount == waiting.count { return handOn(waiter, to: &collector) }
        waiting.append(waiter)
        waitingSize += waiter.size
        guard waitingSize <= limit else { throw tooManyWait() }
    }

    /// Hands on the records that wait no longer, in the order of the document.
    mutating func handOnReady(to collector: inout RecordCollector) {
        while handedOnCount < waiting.count, waiting[handedOnCount].missingCount == 0 {
            handOn(waiting[handedOnCount], to: &collector)
            waitingSize -= waiting[handedOnCount].size
            waiting[handedOnCount].finished.forget()
            handedOnCount += 1
        }
        guard handedOnCount == waiting.count, handedOnCount > 0 else { return }
        waiting.removeAll(keepingCapacity: waiting.count < 1024)
        handedOnCount = 0
    }

    /// Says which required value no object around records ever had, if there is one.
    func checkSeen() throws(FormatError) {
        for group in groups {
            for column in group.columns where !mappings[column].isOptional {
                if group.spares.contains(where: { $0.hasEverSeen(column) }) { continue }
                let message = "no \(group.name) has a field \"\(mappings[column].source)\""
                throw FormatError(code: .unknownColumn, message: message)
            }
        }
    }

    private mutating func handOn(_ record: WaitingRecord, to collector: inout RecordCollector) {
        lastRow = record.finished.position.row
        record.finished.add(to: &collector)
    }

    /// For each group its innermost object.
    private var innermostScopes: [Int] {
        groups.indices.compactMap { group in scopes.lastIndex { $0.group == group } }
    }

    /// Gives values that were just read to the records that wait for them.
    private mutating func decide(_ node: Int, of index: Int) {
        guard node >= 0, handedOnCount < waiting.count else { return }
        let scope = scopes[index]
        let columns = scope.fields.tree.columns(of: node)
        guard !columns.isEmpty else { return }
        forEachWaiter(of: scope) { waiter in
            for column in columns { waiter.finished.take(column, from: scope.fields) }
            waiter.missingCount = max(0, waiter.missingCount - columns.count)
        }
    }

    /// A second value is a fault of the records that wait. Those that were handed on have the first.
    private mutating func checkFault(of index: Int) throws(FormatError) {
        guard let fault = scopes[index].fields.fault else { return }
        let scope = scopes[index]
        guard lastRow <= scope.recordBefore else {
            let message = """
                in one \(groups[scope.group].name) "\(fault.column ?? "")" \(fault.reason), the second time behind \
                record \(lastRow), which has taken the first
                """
            throw FormatError(code: .malformed, message: message)
        }
        forEachWaiter(of: scope) { waiter in
            waiter.finished.fault = waiter.finished.fault ?? fault
            waiter.missingCount = 0
        }
    }

    private mutating func closeScopes() {
        while !scopes.isEmpty, !scopes[scopes.count - 1].fields.isOpen {
            let scope = scopes.removeLast()
            if handedOnCount < waiting.count {
                let undecided = groups[scope.group].columns.count { !scope.fields.hasDecided($0) }
                forEachWaiter(of: scope) { waiter in
                    waiter.finished.fault = waiter.finished.fault ?? scope.fields.fault
                    waiter.missingCount = waiter.finished.fault != nil ? 0 : waiter.missingCount - undecided
                }
            }
            groups[scope.group].spares.append(scope.fields)
        }
    }

    private mutating func forEachWaiter(of scope: Scope, _ body: (inout WaitingRecord) -> Void) {
        var index = waiting.count - 1
        while index >= handedOnCount, waiting[index].finished.position.row > scope.recordBefore {
            if waiting[index].missingCount > 0, waiting[index].scopes.contains(scope.id) { body(&waiting[index]) }
            index -= 1
        }
    }

    private func tooManyWait() -> FormatError {
        var field = ""
        for scope in scopes {
            for column in groups[scope.group].columns where !scope.fields.hasDecided(column) && field.isEmpty {
                field = "the field \"\(mappings[column].source)\" of their \(groups[scope.group].name)"
            }
        }
        let message = """
            more than \(limit) bytes of records wait for \(field), which stands behind them or nowhere; put it before \
            the records, or leave the column out
            """
        return FormatError(code: .tooLarge, message: message)
    }
}

private func list(_ names: [String]) -> String {
    names.map { "\"\($0)\"" }.joined(separator: ", ")
}
