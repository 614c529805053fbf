/// Elements of XML, of which only their end tells whether they are values.
extension FieldCollector {
    /// Goes into an element that is not the object itself.
    mutating func beginElement(_ name: Int, in names: borrowing XMLNames) {
        guard let parent = nodes.last else { return }
        enter(parent)
        beginField(name, in: names, below: parent)
        nodes.append(target)
        isAround.append(false)
    }

    /// Goes out of an element: what has no elements inside it was a value.
    ///
    /// - Returns: The node of the element, or ``FieldTree/none``.
    @discardableResult
    mutating func endElement() -> Int {
        guard let node = nodes.popLast() else { return FieldTree.none }
        let isAround = isAround.popLast() ?? false
        target = node
        defer { target = nodes.last ?? FieldTree.none }
        let isNil = nilDepth == nodes.count + 1
        if isNil { nilDepth = 0 }
        let isValue = discovery == nil ? tree.hasColumns(node) : node > FieldTree.root && !isAround
        guard isValue else { return FieldTree.none }
        if isNil {
            dropText()
            return endNull()
        }
        if isBlank { dropText() }
        return endValue()
    }

    /// Takes whole elements, one after another, as long as each is the one that is expected next.
    ///
    /// Nearly all elements come this way, so what the collector knows is looked up once for a run of them.
    ///
    /// - Returns: The place of the first event that was not taken.
    mutating func expectedElements(from first: Int, of found: borrowing XMLEvents, _ chunk: Span<UInt8>) -> Int {
        guard let parent = nodes.last, parent >= 0, !notesDecisions, !(isDiscovering && discovery?.hasLists == true)
        else { return first }
        var run = ElementRun(index: first, parent: parent, last: last, object: object, isSettled: discovery == nil)
        run.take(from: found, chunk, tree, &places, &seen)
        guard run.index > first else { return first }
        enter(parent)
        size += run.size
        (last, target) = (run.last, parent)
        return run.index
    }

    /// Takes a whole element that has no attributes and no elements inside it.
    mutating func element(_ name: Int, in names: borrowing XMLNames, text bounds: Range<Int>, of chunk: Span<UInt8>) {
        guard let parent = nodes.last else { return }
        enter(parent)
        beginField(name, in: names, below: parent)
        if chunk.extracting(bounds).isBlank { endNull() } else { value(at: bounds) }
        target = parent
    }

    /// Takes a piece of the innermost element's text. Beside elements it is layout, or counted as no column.
    mutating func text(_ piece: Span<UInt8>) {
        guard discovery != nil, nodes.count == 1 || isAround.last == true else {
            // White space alone is no value, and must not be counted as one that becomes no column.
            return discovery?.isOver == true && piece.isBlank && !tree.hasColumns(target) ? () : part(piece)
        }
        guard let node = nodes.last, node >= 0, !piece.isBlank else { return }
        discovery?.noteText(at: node)
    }

    /// Takes an attribute of the innermost element: a member alike with the elements inside it.
    mutating func attribute(_ name: Int, in names: borrowing XMLNames, _ value: Span<UInt8>) -> Int {
        guard let parent = nodes.last else { return FieldTree.none }
        beginField(name, in: names, below: parent)
        part(value)
        let node = endValue()
        target = parent
        return node
    }

    /// Says that the innermost element has no value: `xsi:nil="true"`.
    mutating func markNil() {
        nilDepth = nodes.count
    }

    /// Takes note that an element has elements inside it.
    @inline(__always)
    private mutating func enter(_ parent: Int) {
        if discovery != nil {
            if !isAround.isEmpty { isAround[isAround.count - 1] = true }
            if kept.count > valueStart { dropText() }
        } else if tree.hasColumns(parent) {
            faultOfNoValue(at: parent)
        }
    }

    private mutating func beginField(_ name: Int, in names: borrowing XMLNames, below parent: Int) {
        target = FieldTree.none
        guard parent >= 0 else { return }
        var node = tree.expectedChild(of: parent, after: last, key: name).node
        if node < 0 {
            node = tree.child(
                of: parent, named: names.bytes.span.extracting(names.localBounds(of: name)))
            guard node >= 0 else {
                discovery?.missedNames += 1
                return
            }
            tree.setKey(name, of: node)
            tree.expect(node, after: last)
        }
        let isList = isDiscovering && isRepeated(node) || discovery?.isList(node) == true
        begin(node)
        guard isList else { return }
        discovery?.noteList(at: node)
        target = FieldTree.none
    }

    @inline(__always)
    private var isBlank: Bool { kept.span.extracting(valueStart..<kept.count).isBlank }
}

/// Whole elements that stand one behind the other inside the same element.
private struct ElementRun {
    /// The next event.
    var index: Int
    let parent: Int
    /// The node of the element before.
    var last: Int
    let object: Int
    /// Whether elements without a column are passed over.
    let isSettled: Bool
    /// How many bytes the values have.
    var size = 0

    /// Takes elements as long as each is the one that is expected next. The arrays are passed on their own: then they are
    /// asked only once for the run whether they have one owner.
    mutating func take(
        from found: borrowing XMLEvents, _ chunk: Span<UInt8>, _ tree: borrowing FieldTree,
        _ places: inout [ValuePlace], _ seen: inout [Int]
    ) {
        var places = places.mutableSpan
        var seen = seen.mutableSpan
        while index < found.events.count {
            let event = found.events[index]
            guard event.kind == .element, event.end - event.start <= XMLEventChecker.textLimit else { return }
            let (node, column) = tree.expectedChild(of: parent, after: last, key: Int(event.name))
            guard node >= 0, node < seen.count, seen[node] != object else { return }
            if column >= 0 {
                guard tree.column(after: column) < 0 else { return }
                let isNothing = event.isEmpty || isBlank(event.value, of: chunk)
                places[column] = isNothing ? .nothing : ValuePlace(inChunk: event.value)
                if !isNothing { size += event.value.count }
            } else if !isSettled {
                return
            }
            seen[node] = object
            last = node
            index += 1
        }
    }

    @inline(__always)
    private func isBlank(_ bounds: Range<Int>, of chunk: Span<UInt8>) -> Bool {
        chunk[bounds.lowerBound] <= 0x20 && chunk.extracting(bounds).isBlank
    }
}

extension Span<UInt8> {
    /// Whether there is nothing but white space.
    var isBlank: Bool {
        for index in indices {
            switch self[index] {
            case 0x20, 0x09, 0x0A, 0x0D: continue
            default: return false
            }
        }
        return true
    }
}
