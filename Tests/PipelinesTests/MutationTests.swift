import Foundation
import Pipelines
import Records
import TestSupport
import Testing

/// Files that somebody broke: each must be refused with the place of the fault, and none may crash or hang.
@Suite("Broken pipeline files")
struct MutationTests {
    /// A way to break a file so that it cannot be right any more.
    struct Mutation: Sendable, CustomTestStringConvertible {
        let name: String
        /// Breaks the lines at an index; `nil` where the line is not one that it can break.
        let apply: @Sendable ([String], Int, inout SplitMix64) -> [String]?

        var testDescription: String { name }
    }

    private static let pipelines = ["month-end", "local-files", "agreements", "export", "invoices"]

    static let mutations: [Mutation] = [
        replacingLine("a letter is put into a key") { line, random in
            // Parameters and stages, which stand behind two blanks, have names of the author's.
            guard let colon = key(of: line), line.prefix(while: { $0 == " " }).count != 2 else { return nil }
            var line = line
            line.insert(random.next() % 2 == 0 ? "x" : "q", at: colon)
            return line.contains("agreement") ? nil : line  // which is a column of the author's
        },
        replacingLine("a tab indents a line") { line, _ in
            line.hasPrefix("  ") && key(of: line) != nil ? "\t" + line.dropFirst(2) : nil
        },
        replacingLine("a list is not closed") { line, _ in
            line.contains("]") && !line.contains("#") ? line.replacingOccurrences(of: "]", with: "") : nil
        },
        replacingLine("a mapping is not closed") { line, _ in
            line.contains(" }") && !line.contains("#") && !line.contains("${")
                ? line.replacingOccurrences(of: " }", with: "") : nil
        },
        replacingLine("a quote is not closed") { line, _ in
            key(of: line) != nil && line.hasSuffix(":") == false && !line.contains("\"") && !line.contains("#")
                ? line.replacingOccurrences(of: ": ", with: ": \"") : nil
        },
        replacingLine("a reference is not closed") { line, _ in
            line.contains("${params.") && !line.contains("\"")
                ? line.replacingOccurrences(of: "}", with: "") : nil
        },
        replacingLine("a reference to nothing") { line, _ in
            line.contains("${params.") ? line.replacingOccurrences(of: "${params.", with: "${params.un") : nil
        },
        replacingLine("a stage that there is not") { line, _ in
            line.contains("parse: ") || line.contains("write: ") ? line + "x" : nil
        },
        replacingLine("a verb that there is not") { line, _ in
            for verb in ["fetch", "parse", "reconcile", "write", "read"] where line.hasPrefix("    \(verb):") {
                return line.replacingOccurrences(of: verb, with: "run")
            }
            return nil
        },
        replacingLine("a list where a value belongs") { line, _ in
            line.contains("version: ") || line.hasPrefix("name: ") || line.contains("    to: ")
                ? line.prefix { $0 != ":" } + ": [1, 2]" : nil
        },
        replacingLine("a tag") { line, _ in
            key(of: line) != nil && line.hasSuffix(":") == false && !line.contains("#")
                ? line.replacingOccurrences(of: ": ", with: ": !!str ") : nil
        },
        insertingBefore("the line stands twice") { line in
            key(of: line) != nil && !line.hasSuffix(":") && !line.contains("#") ? line : nil
        },
        insertingBefore("a merge key") { line in
            key(of: line).map { _ in line.prefix { $0 == " " } + "<<: { a: b }" }
        },
        insertingBefore("an unknown key") { line in
            line.hasPrefix("    ") && !line.hasPrefix("     ") && key(of: line) != nil ? "    unknown_key: 1" : nil
        },
        insertingBefore("an alias of nothing") { line in
            line.hasPrefix("stages") ? "contracts: *nowhere" : nil
        },
        insertingBefore("a second document") { line in line.hasPrefix("stages") ? "--- a\n---" : nil },
        insertingBefore("a NUL") { line in line.hasPrefix("stages") ? "nul: \u{0}" : nil },
        insertingBefore("nesting deeper than anybody writes") { line in
            line.hasPrefix("stages") ? "deep: " + String(repeating: "[", count: 500) : nil
        },
        insertingBefore("aliases that unfold without end") { line in
            guard line.hasPrefix("stages") else { return nil }
            let levels = (1...9).map {
                "l\($0): &l\($0) [\(repeatElement("*l\($0 - 1)", count: 9).joined(separator: ","))]"
            }
            return (["l0: &l0 [a, b, c]"] + levels).joined(separator: "\n")
        },
    ]

    @Test("200 broken files and more: each is refused at a place of it", arguments: mutations)
    func refused(_ mutation: Mutation) throws {
        var count = 0
        for name in Self.pipelines {
            let text = String(decoding: try Repository.contents(of: "pipelines/\(name).yaml"), as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let data = Self.data(in: lines)
            for index in lines.indices
            where !lines[index].drop(while: { $0 == " " }).hasPrefix("#") && !data.contains(index) {
                var random = SplitMix64(seed: UInt64(index))
                guard let broken = mutation.apply(lines, index, &random) else { continue }
                count += 1
                let diagnostics = Self.check(Array(broken.joined(separator: "\n").utf8))
                let errors = diagnostics.filter { $0.severity == .error }
                #expect(!errors.isEmpty, "\(name), line \(index + 1): \(broken[index])")
                #expect(errors.allSatisfy { $0.position.line >= 1 && $0.position.column >= 1 && !$0.message.isEmpty })
            }
        }
        #expect(count > 0)
    }

    /// The lines of texts that stand in a file, such as what a test gives: whatever stands there is right.
    private static func data(in lines: [String]) -> Set<Int> {
        var data: Set<Int> = []
        var margin: Int?
        for (index, line) in lines.enumerated() {
            let indentation = line.prefix { $0 == " " }.count
            if let outer = margin, indentation > outer {
                data.insert(index)
            } else {
                margin = line.hasSuffix(": |") ? indentation : nil
            }
        }
        return data
    }

    @Test(
        "Odd encodings",
        arguments: [
            ([0xFF, 0xFE, 0x41], false), ([0xC3, 0x28], false), ([0xED, 0xA0, 0x80], false),
            ([0xF5, 0x80, 0x80, 0x80], false),
            (Array("version: 1\u{FFFE}".utf8), false), ([0x00, 0x00, 0xFE, 0xFF], false), ([0xEF, 0xBB, 0xBF], false),
        ] as [([UInt8], Bool)])
    func encodings(_ bytes: [UInt8], _ isAccepted: Bool) {
        let (pipeline, diagnostics) = Pipeline.check(bytes, file: "x.yaml", in: Self.surroundings)
        #expect((pipeline != nil) == isAccepted)
        #expect(!diagnostics.isEmpty)
    }

    @Test("UTF-16 with its mark, and UTF-8 with one, are read like plain text")
    func marks() throws {
        let text = "version: 1\nname: a\nstages: { a: { read: x.csv }, b: { write: a, to: b.csv } }\n"
        let wide = Array(text.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for bytes in [[0xFF, 0xFE] + wide, [0xEF, 0xBB, 0xBF] + Array(text.utf8)] {
            #expect(Pipeline.check(bytes, file: "x.yaml", in: Self.surroundings).pipeline?.name == "a")
        }
    }

    @Test("Any bytes, changed anywhere, end: accepted, or refused at a place", arguments: 0..<40 as Range<UInt64>)
    func anyBytes(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let name = Self.pipelines[Int(seed) % Self.pipelines.count]
        let whole = try Repository.contents(of: "pipelines/\(name).yaml")
        for _ in 0..<25 {
            var bytes = whole
            for _ in 0..<(1 + random.next() % 4) {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            if random.next() % 4 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
            let (pipeline, diagnostics) = Pipeline.check(bytes, file: "x.yaml", in: Self.surroundings)
            #expect(pipeline != nil || diagnostics.contains { $0.severity == .error })
        }
    }

    // MARK: - Ways to break a file

    private static func replacingLine(
        _ name: String, _ change: @escaping @Sendable (String, inout SplitMix64) -> String?
    ) -> Mutation {
        Mutation(name: name) { lines, index, random in
            guard let changed = change(lines[index], &random), changed != lines[index] else { return nil }
            return lines[..<index] + [changed] + lines[(index + 1)...]
        }
    }

    private static func insertingBefore(
        _ name: String, _ line: @escaping @Sendable (String) -> String?
    ) -> Mutation {
        Mutation(name: name) { lines, index, _ in
            line(lines[index]).map { lines[..<index] + [$0] + lines[index...] }
        }
    }

    /// The colon behind the key that a line begins with, if it begins with one of the language.
    private static func key(of line: String) -> String.Index? {
        guard let colon = line.firstIndex(of: ":"), line.drop(while: { $0 == " " }).first?.isLowercase == true else {
            return nil
        }
        let isKey = line[..<colon].drop { $0 == " " }.allSatisfy { $0.isLowercase || $0 == "_" }
        return isKey ? colon : nil
    }

    private static func check(_ bytes: [UInt8]) -> [Diagnostic] {
        Pipeline.check(bytes, file: "pipelines/broken.yaml", in: surroundings).diagnostics
    }

    private static let surroundings = Surroundings(today: CivilDate(daysSinceEpoch: 20_000))
}
