import Runner
import Streaming
import Testing

@Suite("Exit codes")
struct ExitCodeTests {
    @Test("Every one is explained, in the README and for CI", arguments: ["README.md", "docs/ci.md"])
    func documented(_ file: String) throws {
        let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        let text = String(decoding: try File.contents(of: "\(root)/\(file)"), as: UTF8.self)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { $0.split(separator: "|")[0] }
        let codes = rows.flatMap { $0.split(separator: ",") }.map { $0.filter(\.isNumber) }
        for code in ExitCode.allCases {
            #expect(codes.contains("\(code.rawValue)"), "\(code) is not in \(file)")
        }
    }
}
