internal import Formats
internal import Streaming

/// Holds the files of a set against its manifest.
struct FileVerification {
    let directory: String
    let manifest: Manifest

    /// The files that every set has, and those that it has when something was reconciled.
    private static let always = ["junit.xml", "rejects.csv.gz", "summary.json", "summary.md"]
    private static let reconciled = ["breaks.csv.gz", "matches.csv.gz", "open-items.jsonl.gz"]

    /// The check.
    ///
    /// - Parameters:
    ///   - hasBooks: Whether something was reconciled, or open items were carried over.
    ///   - hasEnded: Whether open items were carried over.
    func check(hasBooks: Bool, hasEnded: Bool = false) throws -> VerificationCheck {
        var check = VerificationCheck("files")
        let listed = manifest.outputs.map(\.name)
        for name in Set(listed) where listed.count(where: { $0 == name }) > 1 || name.contains("/") {
            check.note(SetFault(file: Manifest.fileName, column: "outputs", "names \"\(name)\" where it may not"))
        }
        let needed =
            Self.always + (hasBooks ? Self.reconciled : []) + (hasEnded ? [OpenItemReader.clearedItems] : [])
        for name in needed where !listed.contains(name) {
            check.note(SetFault(file: Manifest.fileName, column: "outputs", "does not name \(name)"))
        }
        for name in try Directory.names(in: directory) where !listed.contains(name) && name != Manifest.fileName {
            check.note(SetFault(file: name, "is there, but the manifest does not name it"))
        }
        for entry in manifest.outputs where !entry.name.contains("/") { verify(entry, &check) }
        let bytes = manifest.outputs.reduce(0) { $0 + $1.bytes }
        check.figures =
            "\(listed.count) files, \(bytes) bytes: names, sizes, rows and both digests are the manifest's"
        return check
    }

    /// The check of one file.
    func check(of entry: ManifestEntry) -> VerificationCheck {
        var check = VerificationCheck(entry.name)
        verify(entry, &check)
        return check
    }

    private func verify(_ entry: ManifestEntry, _ check: inout VerificationCheck) {
        do {
            let found = try measure(entry)
            check.require(found.bytes, is: entry.bytes, "are not those of the manifest", in: entry.name, "bytes")
            let digests = "is not that of the manifest"
            check.require(found.digest, is: entry.digest, digests, in: entry.name, "sha256")
            check.require(found.contentDigest, is: entry.contentDigest, digests, in: entry.name, "content_sha256")
            check.require(
                found.rows.map(String.init) ?? "none", is: entry.rows.map(String.init) ?? "none",
                "are not those of the manifest", in: entry.name, "rows")
        } catch let error as StreamingError where error.code == .notFound {
            check.note(SetFault(file: entry.name, "is missing; the manifest names it"))
        } catch {
            check.note(SetFault(file: entry.name, "cannot be read: \(error)"))
        }
    }

    /// What a file is, as it lies there.
    private func measure(_ entry: ManifestEntry) throws -> ManifestEntry {
        let file = try File.open("\(directory)/\(entry.name)")
        var digest = SHA256()
        var contentDigest = SHA256()
        var counter = try entry.rows.map { _ in try RowCounter(entry.name) }
        var gzip = entry.name.hasSuffix(".gz") ? GzipReader() : nil
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var byteCount = 0
        while case let count = try file.readNext(into: &buffer), count > 0 {
            try Task.checkCancellation()
            let chunk = buffer.span.extracting(first: count)
            byteCount += count
            digest.update(chunk)
            if gzip == nil {
                contentDigest.update(chunk)
                try counter?.read(chunk)
            } else {
                try gzip?.read(chunk) { piece in
                    contentDigest.update(piece)
                    try counter?.read(piece)
                }
            }
        }
        try gzip?.finish()
        return ManifestEntry(
            name: entry.name, bytes: byteCount, rows: try counter?.finish(), digest: digest.finish(),
            contentDigest: contentDigest.finish())
    }
}

/// Counts the records of a table.
private struct RowCounter {
    private var reader: RecordReader
    private var count = 0

    init(_ name: String) throws {
        let isLines = name.hasSuffix(".jsonl") || name.hasSuffix(".jsonl.gz")
        reader = try RecordReader(
            isLines ? .jsonLines(records: nil) : .csv(delimiter: UInt8(ascii: ",")), fileName: name, fileIndex: 0,
            goal: .recall([]))
    }

    mutating func read(_ chunk: Span<UInt8>) throws {
        count += try reader.read(chunk).recordCount
    }

    mutating func finish() throws -> Int {
        count += try reader.finish().recordCount
        return count
    }
}
