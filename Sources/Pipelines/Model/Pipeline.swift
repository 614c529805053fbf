package import Formats
package import Reconciliation
package import Records
package import StreamOneIon

/// A pipeline file, read, checked and with its parameters filled in.
package struct Pipeline: Sendable {
    /// The pipeline's name; the published files lie in a directory of this name.
    package let name: String
    /// The values of the parameters, by name.
    package let parameters: [(name: String, value: ParameterValue)]
    /// The stages, in the order of the file.
    package let stages: [Stage]
    /// The conditions that decide the exit code.
    package let gates: [Gate]

    /// The month that the pipeline closes: its parameter `period`, where there is one.
    package var period: Month? {
        guard case .month(let month)? = parameters.first(where: { $0.name == "period" })?.value else { return nil }
        return month
    }

    /// The stage of this name.
    package func stage(_ name: String) -> Stage? {
        stages.first { $0.name == name }
    }
}

/// A condition on what reconciling found.
package struct Gate: Sendable, Hashable {
    /// How many breaks there may be in all.
    package let limit: Int
    /// The reconcile stages whose breaks are counted.
    package let stages: [String]

    /// A gate from its parts.
    package init(limit: Int, stages: [String]) {
        self.limit = limit
        self.stages = stages
    }
}

/// A step of a pipeline.
package struct Stage: Sendable {
    /// What other stages call it.
    package let name: String
    /// What it does.
    package let task: Task

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
        case write(Write)
        case generate(Generate)
    }

    /// Whether the stage reconciles, and so has breaks.
    package var isLeg: Bool {
        switch task {
        case .reconcile, .tie, .agreements: true
        default: false
        }
    }

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
        case .write(let task): "write \(task.fileName)"
        case .generate(let task): "generate invoices of \(task.order.source) for \(task.order.month)"
        }
    }
}

/// Fetches objects of the API: a list, page by page, or one.
package struct FetchRecords: Sendable, CustomStringConvertible {
    /// What is fetched, as the pipeline file calls it: `subscriptions`.
    package let object: String
    /// What is asked of the service.
    package let call: IonCall

    /// What is fetched, and in which of the encodings that version 1 has.
    package var description: String {
        call.version == .legacy ? "\(object) as \(call.encoding.rawValue)" : object
    }
}

/// Fetches a report's data.
package struct FetchReport: Sendable {
    /// The report's number in the portal.
    package let reportID: String
    /// Which days and columns. Without columns, all that the report has.
    package var query: ReportQuery
}

/// Downloads the files with the details of invoices.
package struct FetchInvoiceFiles: Sendable {
    /// Which invoices.
    package enum Selection: Sendable {
        /// The one with this id.
        case invoice(String)
        /// Those that a stage fetches.
        case stage(String)
    }

    /// Which invoices.
    package let selection: Selection
    /// Which of their files: a name in which `*` stands for anything; `nil` for all.
    package let namePattern: NamePattern?
}

/// Takes a local file, plain or gzipped.
package struct ReadFiles: Sendable {
    /// The file's path, relative to the working directory.
    package let path: String
}

/// Reads records out of what another stage fetched or read.
package struct Parse: Sendable {
    /// How the bytes are to be read.
    package enum Format: String, Sendable, CaseIterable {
        case csv
        case json
        case jsonl
        case xml
        case report
    }

    /// The stage that has the bytes.
    package let input: String
    /// The format; `nil` to go by the content type, the name and the first bytes.
    package let format: Format?
    /// What parts the fields of CSV.
    package let delimiter: UInt8
    /// Where the records stand in JSON and XML.
    package let records: RecordPath?
    /// The columns, in their order; `nil` for all columns of a CSV file, as text.
    package let columns: [ColumnMapping]?
    /// How many rows may be unreadable before the run fails.
    package let rejectLimit: Int
}

/// Holds charges against entitlements.
package struct Reconcile: Sendable {
    /// The parse stage whose records are charges.
    package let charges: String
    /// The parse stage whose records are entitlements.
    package let entitlements: String
    /// The parse stage whose records are charges of earlier periods, where there is one.
    package let earlier: String?
    /// Where it stands what ids stand for which.
    package let aliases: [AliasInput]
    /// How they are held against each other.
    package let plan: MatchPlan
}

/// An alias file for a key.
package struct AliasInput: Sendable {
    /// The key.
    package let key: MatchKey
    /// The parse stage whose records say what stands for what.
    package let stage: String
}

/// Holds one document against another that should say the same.
package struct Tie: Sendable {
    /// The parse stage whose records state amounts: headers, or the lines of invoices.
    package let stated: String
    /// The parse stage whose records should explain them: lines, or the rows of a report.
    package let explaining: String
    /// How they are held against each other.
    package let plan: TiePlan
}

/// Counts what is held against what customers agreed to.
package struct Agreements: Sendable {
    /// The parse stage whose records are held.
    package let entitlements: String
    /// The parse stage whose records were agreed to.
    package let agreements: String
    /// Where it stands what ids stand for which.
    package let aliases: [AliasInput]
    /// How they are counted.
    package let plan: AgreementPlan
}

/// Publishes records, or bytes as they were fetched or read.
package struct Write: Sendable {
    /// The stage whose records or bytes are published.
    package let input: String
    /// The file's name among the published ones.
    package let fileName: String
    /// How hard it is compressed, from 1 (fast) to 9 (small); means nothing where it is not.
    package let level: Int
    /// Whether no cell of CSV may become a formula in a spreadsheet.
    package let isSpreadsheetSafe: Bool

    /// The level where the pipeline says none.
    package static let usualLevel = 6

    /// Whether the file is compressed.
    package var isCompressed: Bool { fileName.hasSuffix(".gz") }

    /// How records are written, by the file's name; `nil` when the name does not say.
    package var recordFormat: RecordOutputFormat? {
        let stem = isCompressed ? String(fileName.dropLast(3)) : fileName
        return stem.hasSuffix(".csv") ? .csv : stem.hasSuffix(".jsonl") ? .jsonLines : nil
    }

    /// The names that every run publishes itself.
    package static let reservedNames: Set<String> = [
        "summary.json", "summary.md", "manifest.json", "breaks.csv.gz", "matches.csv.gz", "rejects.csv.gz",
        "open-items.jsonl.gz", "junit.xml", "report.html", "report.xlsx",
    ]
}
