/// Where a stage belongs that runs once for each item of a list.
package struct StageLeg: Sendable, Hashable {
    /// The stage in the file.
    package let stage: String
    /// What `${each.…}` calls the item.
    package let name: String
    /// The item: what tells the legs apart.
    package let item: String

    /// What the leg's stage is called.
    package var stageName: String { "\(stage)[\(item)]" }
}
