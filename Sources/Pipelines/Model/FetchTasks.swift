package import StreamOneIon

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

    /// Takes the file at a path.
    package init(path: String) {
        self.path = path
    }
}
