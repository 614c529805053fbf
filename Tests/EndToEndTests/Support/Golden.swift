import Foundation
import Testing

/// Texts that were looked at once and must not change unseen.
enum Golden {
    /// Compares a text with the one that is kept; records one that is missing, and then fails too.
    static func check(_ text: String, _ name: String) throws {
        let path = Workplace.packageRoot + "/Tests/EndToEndTests/Golden/" + name
        guard FileManager.default.fileExists(atPath: path) else {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            Issue.record("\(path) was missing; it is recorded now: look at it, and run again")
            return
        }
        #expect(text == (try String(contentsOfFile: path, encoding: .utf8)), "remove \(path) to record it anew")
    }
}
