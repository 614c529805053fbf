/// A stage that runs once for each item of a list, each run being a leg.
package struct FanOut: Sendable, Hashable {
    /// Where the items come from.
    package enum Items: Sendable, Hashable {
        /// They stand in the file, or in a parameter.
        case listed([String])
        /// They are the values of a column of a parse stage's records: unknown until it has run.
        case column(String, of: String)
        /// They are those of another stage: the two go along.
        case along(String)
    }

    /// The stage in the file.
    package let stage: String
    /// What `${each.…}` calls an item.
    package let name: String
    /// Where the items come from.
    package let items: Items
    /// The legs, in their order; `nil` while the items are unknown.
    package let legs: [StageLeg]?
}
