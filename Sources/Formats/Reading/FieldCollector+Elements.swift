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

    /// Takes a whole element that has no attributes and no elements inside it, if it is the one that is expected next; the
    /// text stands in the chunk.
    ///
    /// - Returns: Whether it was; otherwise ``element(_:in:text:of:)`` takes it.
    @inline(__always)
    mutating func expectedElement(_ name: Int, text bounds: Range<Int>, of chunk: Span<UInt8>) -> Bool {
        guard let parent = nodes.last, parent >= 0 else { return false }
        let node = tree.expectedChild(of: parent, after: last, key: name)
        guard node >= 0, !isRepeated(node) else { return false }
        enter(parent)
        beginUnseen(node)
        take(bounds, of: chunk)
        target = parent
        return true
    }

    /// Takes any whole element that has no attributes and no elements inside it.
    mutating func element(_ name: Int, in names: borrowing XMLNames, text bounds: Range<Int>, of chunk: Span<UInt8>) {
        guard let parent = nodes.last else { return }
        enter(parent)
        beginField(name, in: names, below: parent)
        take(bounds, of: chunk)
        target = parent
    }

    @inline(__always)
    private mutating func take(_ bounds: Range<Int>, of chunk: Span<UInt8>) {
        let isNothing = bounds.isEmpty || (chunk[bounds.lowerBound] <= 0x20 && chunk.extracting(bounds).isBlank)
        if isNothing { endNull() } else { value(at: bounds) }
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
        var node = tree.expectedChild(of: parent, after: last, key: name)
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

    private var isBlank: Bool { kept.span.extracting(valueStart..<kept.count).isBlank }
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
