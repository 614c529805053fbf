import Records
package import StreamOneIon

/// A step of a pipeline.
package struct Stage: Sendable {
    /// What other stages call it.
    package let name: String
    /// What it does.
    package internal(set) var task: Task
    /// The stages that must have ended well before it begins, besides those whose data it takes.
    package var needs: [String] = []
    /// What must be true for it to run; `nil` where it always does.
    package var condition: Condition?
    /// How long it may take.
    package var timeout: Duration?
    /// How often it is tried again, where it fetches; `nil` for never.
    package var retry: StageRetry?
    /// Which leg it is, where it runs once for each item of a list.
    package var leg: StageLeg?

    /// What a stage does: one verb each.
    package enum Task: Sendable {
        case fetch(FetchRecords)
        case fetchReport(FetchReport)
        case fetchBillingReport(BillingReportQuery)
        case fetchInvoiceFiles(FetchInvoiceFiles)
        case read(ReadFiles)
        case parse(Parse)
        case reconcile(Reconcile)
        case tie(Tie)
        case agreements(Agreements)
        case carry(Carry)
        case write(Write)
        case generate(Generate)
        case notify(Notify)
    }

    /// The stage's name in the file: that of the stage whose leg it is, where it is one.
    package var baseName: String { leg?.stage ?? name }

    /// The stages that must have ended, or begun to hand on data, before this one can do anything: those whose data it
    /// takes, those that it needs, and those that its condition asks about.
    package var upstream: [String] {
        var names = inputs
        for name in needs + (condition?.stages ?? []) where !names.contains(name) { names.append(name) }
        return names
    }

    /// The stages whose bytes or records it takes.
    package var inputs: [String] {
        switch task {
        case .fetch, .fetchReport, .fetchBillingReport, .read, .generate, .notify: []
        case .fetchInvoiceFiles(let task): if case .stage(let name) = task.selection { [name] } else { [] }
        case .parse(let task): [task.input]
        case .reconcile(let task):
            [task.charges, task.entitlements] + [task.earlier, task.prices].compactMap(\.self)
                + task.aliases.map(\.stage)
        case .tie(let task): [task.stated, task.explaining]
        case .agreements(let task): [task.entitlements, task.agreements] + task.aliases.map(\.stage)
        case .carry(let task): [task.decisions].compactMap(\.self)
        case .write(let task): [task.input]
        }
    }

    /// Whether the stage reconciles, and so has breaks.
    package var isLeg: Bool {
        switch task {
        case .reconcile, .tie, .agreements: true
        default: false
        }
    }

    /// Whether the stage carries over what earlier periods have left open.
    package var carries: Bool { if case .carry = task { true } else { false } }

    /// The verb and its object, for progress and messages.
    package var verb: String {
        switch task {
        case .fetch(let task): "fetch \(task.description)"
        case .fetchReport(let task): "fetch report \(task.reportID)"
        case .fetchBillingReport(let query): "fetch billing report \(query.provider.rawValue)"
        case .fetchInvoiceFiles: "fetch invoice files"
        case .read(let task): "read \(task.path)"
        case .parse(let task): "parse \(task.input)"
        case .reconcile(let task): "reconcile \(task.charges) with \(task.entitlements)"
        case .tie(let task): "reconcile \(task.stated) with \(task.explaining)"
        case .agreements(let task): "reconcile \(task.entitlements) with \(task.agreements)"
        case .carry(let task):
            switch task.source {
            case .lastMonth: "carry open items of \(task.period.previous)"
            case .directory(let path): "carry open items of \(path)"
            }
        case .write(let task): "write \(task.fileName)"
        case .generate(let task): "generate invoices of \(task.order.source) for \(task.order.month)"
        case .notify(let task): "notify \(task.target)"
        }
    }
}
