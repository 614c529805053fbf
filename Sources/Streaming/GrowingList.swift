internal import Synchronization

/// A list that one task adds to while others read it from the start, each at its own pace.
///
/// The one who adds never waits: the list holds handles, such as those of fetched files, not their bytes.
package final class GrowingList<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])
    private let growth = Growth()

    /// An empty list.
    package init() {}

    /// Adds an element and wakes the readers.
    package func append(_ element: Element) {
        elements.withLock { $0.append(element) }
        growth.advance(by: 1)
    }

    /// Says that the list is complete, or that the rest will never come.
    package func finish(throwing error: (any Error)? = nil) {
        growth.finish(throwing: error)
    }

    /// The elements that are there now.
    package var elementsNow: [Element] { elements.withLock { $0 } }

    /// The element at a place, from 0; waits until there is one. `nil` behind the last of a complete list.
    ///
    /// - Throws: The error that the list ended with; `CancellationError` when the task is cancelled.
    package func element(at index: Int) async throws -> Element? {
        let length = try await growth.length(beyond: index)
        return length > index ? elements.withLock { $0[index] } : nil
    }

    /// All elements, once the list is complete.
    ///
    /// - Throws: As ``element(at:)``.
    package func complete() async throws -> [Element] {
        var index = 0
        while try await element(at: index) != nil { index += 1 }
        return elements.withLock { $0 }
    }
}
