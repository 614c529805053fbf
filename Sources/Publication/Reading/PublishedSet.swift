internal import Formats
internal import Records
internal import Streaming

/// A published set, as far as its two documents describe it.
package struct PublishedSet: Sendable {
    /// The set's directory.
    package let directory: String
    /// The SHA-256 of `manifest.json`.
    package let manifestDigest: String
    /// What was read and written.
    package let manifest: Manifest
    /// What came of it.
    package let summary: PublishedSummary

    /// Opens the set in a directory.
    ///
    /// - Throws: ``PublicationError`` when there is none; ``SetFault`` when one of its documents is damaged.
    package init(_ directory: String) throws {
        let text = try Self.manifestText(in: directory)
        self.directory = directory
        manifestDigest = SHA256.digest(of: text)
        manifest = try Manifest(parsing: text)
        summary = try Self.summary(in: directory)
    }

    /// The text of a set's manifest.
    ///
    /// - Throws: ``PublicationError`` when the directory holds no published set.
    static func manifestText(in directory: String) throws(PublicationError) -> [UInt8] {
        do {
            return try File.contents(of: "\(directory)/\(Manifest.fileName)")
        } catch {
            guard error.code == .notFound else {
                throw PublicationError("\(directory) is no published set that can be read: \(error)", cause: error)
            }
            let advice = "name the directory that a run has published, such as out/month-end/2026-10"
            guard Directory.exists(directory) else {
                throw PublicationError("there is no directory \(directory); \(advice)", cause: error)
            }
            throw PublicationError("\(directory) is no published set: it has no \(Manifest.fileName); \(advice)")
        }
    }

    /// What a set's summary says.
    static func summary(in directory: String) throws -> PublishedSummary {
        try PublishedSummary(parsing: try File.contents(of: "\(directory)/summary.json"))
    }
}

extension PublishedSet {
    /// What the manifest says of a file, once it is sure that both are as they were published.
    ///
    /// - Throws: ``SetFault`` when the manifest or the file was changed, or the set has no such file.
    @discardableResult
    package func requireUnchanged(_ name: String) throws -> ManifestEntry {
        if let fault = Manifest.faultOfSeal(in: try Self.manifestText(in: directory)) { throw fault }
        guard let entry = manifest.outputs.first(where: { $0.name == name }) else {
            throw SetFault(file: Manifest.fileName, column: "outputs", "does not name \(name)")
        }
        let check = FileVerification(directory: directory, manifest: manifest).check(of: entry)
        if let fault = check.faults.first { throw fault }
        return entry
    }

    /// Why a row could not be read; `nil` when it is not among the set's rejects.
    ///
    /// - Throws: ``SetFault`` or `StreamingError` when the rejects cannot be read.
    package func rejectReason(ofRow row: Int, file: String) throws -> String? {
        let columns = ["file", "row", "column", "reason"].map {
            ColumnMapping(column: Column(name: $0, type: .text), source: $0, isOptional: true)
        }
        var table = try SetTable("rejects.csv.gz", in: directory, columns: columns)
        while let batch = try table.next() {
            let texts = batch.columns.compactMap { if case .text(let values) = $0 { values } else { nil } }
            for index in 0..<batch.count where texts[0].string(index) == file && texts[1].string(index) == "\(row)" {
                let column = texts[2].string(index)
                return (column.isEmpty ? "" : "\(column) ") + texts[3].string(index)
            }
        }
        return nil
    }
}
