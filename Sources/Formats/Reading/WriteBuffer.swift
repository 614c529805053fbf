/// A growing run of plain values with one owner.
///
/// An array asks at every write whether it is the only owner of its memory; in the innermost loops that costs as much as
/// the write. This type cannot be copied, so there is nothing to ask.
@safe
struct WriteBuffer<Element: BitwiseCopyable>: ~Copyable {
    private var base: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    /// An empty buffer with room for some values.
    init(capacity: Int) {
        unsafe base = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit {
        unsafe base.deallocate()
    }

    /// Forgets the values and keeps the memory.
    mutating func removeAll() { count = 0 }

    /// The value at a place, from 0.
    @inline(__always)
    subscript(index: Int) -> Element {
        precondition(index >= 0 && index < count, "a place lies within its buffer")
        return unsafe base[index]
    }

    /// Adds a value.
    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow(by: 1) }
        unsafe (base + count).initialize(to: element)
        count += 1
    }

    /// Adds some values.
    @inline(__always)
    mutating func append(_ elements: UnsafeBufferPointer<Element>) {
        guard let start = elements.baseAddress else { return }
        if capacity - count < elements.count { grow(by: elements.count) }
        unsafe (base + count).update(from: start, count: elements.count)
        count += elements.count
    }

    /// Runs a body with the values.
    @inline(__always)
    borrowing func withSpan<Result, Failure>(
        _ body: (Span<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(unsafe Span(_unsafeStart: base, count: count))
    }

    private mutating func grow(by more: Int) {
        let room = Swift.max(count + more, capacity * 2)
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: room)
        unsafe larger.update(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = larger
        capacity = room
    }
}

extension WriteBuffer where Element == UInt8 {
    /// Adds a piece of text, which mostly has but a few bytes: up to sixteen are two words, which may lie over each other,
    /// and so are up to eight and up to thirty-two.
    @inline(__always)
    mutating func append(text: UnsafeRawBufferPointer) {
        guard text.count <= 32, let start = text.baseAddress else {
            return unsafe append(text.bindMemory(to: UInt8.self))
        }
        if capacity - count < text.count { grow(by: text.count) }
        let target = unsafe UnsafeMutableRawPointer(base + count)
        switch text.count {
        case 17...: unsafe Self.copyEnds(of: start, text.count, to: target, as: SIMD16<UInt8>.self)
        case 8...: unsafe Self.copyEnds(of: start, text.count, to: target, as: UInt64.self)
        case 4...: unsafe Self.copyEnds(of: start, text.count, to: target, as: UInt32.self)
        default:
            for place in 0..<text.count {
                unsafe target.storeBytes(of: text[place], toByteOffset: place, as: UInt8.self)
            }
        }
        count += text.count
    }

    /// Copies the first word of a text and its last, which lie side by side or over each other.
    @inline(__always)
    private static func copyEnds<Word: BitwiseCopyable>(
        of start: UnsafeRawPointer, _ count: Int, to target: UnsafeMutableRawPointer, as word: Word.Type
    ) {
        let rest = count - MemoryLayout<Word>.size
        let first = unsafe start.loadUnaligned(as: Word.self)
        let last = unsafe start.loadUnaligned(fromByteOffset: rest, as: Word.self)
        unsafe target.storeBytes(of: first, as: Word.self)
        unsafe target.storeBytes(of: last, toByteOffset: rest, as: Word.self)
    }
}

// The memory belongs to the one value that points to it, and goes where that goes.
extension WriteBuffer: @unchecked Sendable where Element: Sendable {}
