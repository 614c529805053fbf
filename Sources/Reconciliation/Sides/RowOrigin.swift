/// Where a row came from.
package struct RowOrigin: Sendable, Hashable, Comparable {
    /// The file's place among the files of its side, from 0.
    package let file: UInt16
    /// The row's number in the file, from 1.
    package let row: UInt32

    /// An origin from its parts.
    package init(file: Int, row: UInt32) {
        self.file = UInt16(truncatingIfNeeded: file)
        self.row = row
    }

    package static func < (left: RowOrigin, right: RowOrigin) -> Bool {
        (left.file, left.row) < (right.file, right.row)
    }
}
