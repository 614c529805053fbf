import Foundation
import Formats
import Streaming

/// Changes a published set as somebody would who knows how its digests are made.
struct Forgery {
    let place: Workplace
    /// The set's directory.
    let set: String

    /// Changes the rows of a gzipped table, header line first.
    func editTable(_ name: String, _ edit: (inout [[String]]) throws -> Void) throws {
        var records = CSVText.records(String(decoding: try place.expanded("\(set)/\(name)"), as: UTF8.self))
        try edit(&records)
        let lines = records.map { record in
            record.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
        }
        try write(name, lines.joined())
    }

    /// Changes the rows of a table, each by its headings.
    func editRows(_ name: String, _ edit: (inout [[String: String]]) throws -> Void) throws {
        try editTable(name) { records in
            let headings = records[0]
            var rows = records.dropFirst().map { Dictionary(zip(headings, $0)) { first, _ in first } }
            try edit(&rows)
            records = [headings] + rows.map { row in headings.map { row[$0] ?? "" } }
        }
    }

    /// Changes a file's text.
    func editText(_ name: String, _ edit: (inout String) -> Void) throws {
        let bytes = name.hasSuffix(".gz") ? try place.expanded("\(set)/\(name)") : try place.bytes(of: "\(set)/\(name)")
        var text = String(decoding: bytes, as: UTF8.self)
        edit(&text)
        try write(name, text)
    }

    /// Removes a file.
    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: place.path("\(set)/\(name)"))
    }

    /// Makes the manifest right about the files as they are now, and about itself.
    func reseal(_ edit: (inout [JSONValue]) -> Void = { _ in }) throws {
        var manifest = try place.json("\(set)/manifest.json")
        var outputs = try (manifest["outputs"]?.array ?? []).map(entry)
        edit(&outputs)
        manifest["outputs"] = .array(outputs)
        manifest["manifest_sha256"] = nil
        let digest = SHA256.digest(of: Array(manifest.indentedText.utf8))
        manifest["manifest_sha256"] = .string(digest)
        try place.write("\(set)/manifest.json", manifest.indentedText)
    }

    private func entry(_ old: JSONValue) throws -> JSONValue {
        var entry = old
        let path = "\(set)/\(old["name"]?.string ?? "")"
        guard FileManager.default.fileExists(atPath: place.path(path)) else { return old }
        let bytes = try place.bytes(of: path)
        let content = path.hasSuffix(".gz") ? try place.expanded(path) : bytes
        entry["bytes"] = .number(String(bytes.count))
        entry["sha256"] = .string(SHA256.digest(of: bytes))
        entry["content_sha256"] = .string(SHA256.digest(of: content))
        let text = String(decoding: content, as: UTF8.self)
        if path.hasSuffix(".csv.gz") { entry["rows"] = .number(String(CSVText.records(text).count - 1)) }
        if path.hasSuffix(".jsonl.gz") { entry["rows"] = .number(String(text.split(separator: "\n").count)) }
        return entry
    }

    private func write(_ name: String, _ text: String) throws {
        guard name.hasSuffix(".gz") else { return try place.write("\(set)/\(name)", text) }
        var packed: [UInt8] = []
        var writer = GzipWriter()
        let content = Array(text.utf8)
        try writer.write(content.span) { piece in for index in piece.indices { packed.append(piece[index]) } }
        try writer.finish { piece in for index in piece.indices { packed.append(piece[index]) } }
        try place.write("\(set)/\(name)", packed)
    }
}
