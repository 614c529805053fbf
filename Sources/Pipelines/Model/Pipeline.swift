package import Records

/// A pipeline file, read, checked and with its parameters filled in.
package struct Pipeline: Sendable {
    /// The pipeline's name; the published files lie in a directory of this name.
    package let name: String
    /// The parameters with their values, in the order of the file.
    package let parameters: [Parameter]
    /// The stages, in the order of the file; each leg of a stage that is fanned out is one.
    package let stages: [Stage]
    /// The stages that are fanned out.
    package let fanOuts: [FanOut]
    /// The conditions that decide the exit code.
    package let gates: [Gate]
    /// What counts for stages that do not say otherwise.
    package let defaults: StageDefaults
    /// How much may happen at once.
    package let limits: PipelineLimits
    /// Where its secrets are, by name.
    package let secrets: [SecretSource]
    /// The hosts that it may notify.
    package let hosts: [String]
    /// What `crossfoot test` tries.
    package let tests: [PipelineTest]
    /// The files that it includes, with their texts.
    package let fragments: [Fragment]

    /// A file that a pipeline includes.
    package struct Fragment: Sendable, Hashable {
        /// Its path: relative to the working directory, or from the root.
        package let path: String
        /// Its bytes.
        package let text: [UInt8]
    }

    /// The month that the pipeline closes: its parameter `period`, where there is one.
    package var period: Month? {
        guard case .month(let month)? = parameters.first(where: { $0.name == "period" })?.value else { return nil }
        return month
    }

    /// The stage of this name.
    package func stage(_ name: String) -> Stage? {
        stages.first { $0.name == name }
    }

    /// The stages behind a name: itself, or its legs where the stage of this name is fanned out.
    package func stages(behind name: String) -> [Stage] {
        stages.filter { $0.name == name || $0.leg?.stage == name }
    }

    /// What counts for the reconcile stages whose breaks no gate counts: they may have none at all. `nil` where all are
    /// counted.
    package var usualGate: Gate? {
        let counted = Set(gates.flatMap(\.countedLegs).flatMap { stages(behind: $0).map(\.name) })
        let others = stages.filter { $0.isLeg && !counted.contains($0.name) }.map(\.name)
        let allowsSkipped = !gates.isEmpty && gates.allSatisfy(\.allowsSkipped)
        return others.isEmpty ? nil : Gate(.breaks(limit: 0, of: others), allowsSkipped: allowsSkipped)
    }

    /// The columns whose values are the items of a `for_each`, and are not known yet.
    package var unknownItems: [FanOut.Items] {
        var unknown: [FanOut.Items] = []
        for case .column(let column, let stage) in fanOuts.filter({ $0.legs == nil }).map(\.items) {
            let items = FanOut.Items.column(column, of: stage)
            if !unknown.contains(items) { unknown.append(items) }
        }
        return unknown
    }
}
