/// What an open file was at a moment: two that differ say that somebody wrote to it in between.
///
/// The kernel sets the time of the last change itself, and nobody can set it back.
package struct FileVersion: Sendable, Hashable {
    let size: Int
    let seconds: Int
    let nanoseconds: Int
}
