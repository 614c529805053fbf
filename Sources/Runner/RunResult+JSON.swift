package import Formats
import Reports

extension RunResult {
    /// The result for machines: the summary, and what was published where.
    package var json: JSONValue {
        var json: JSONValue = [
            "exit_code": .number(String(exitCode.rawValue)),
            "directory": .string(directory),
            "files": .array(files.map(JSONValue.string)),
            "summary": summary.json,
        ]
        if !notifications.isEmpty { json["notifications"] = .array(notifications.map(\.json)) }
        return json
    }
}
