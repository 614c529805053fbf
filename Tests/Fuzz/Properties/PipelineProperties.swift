internal import Pipelines
internal import Records

/// What must hold of a pipeline file: it is a pipeline, or every fault has a place in the file and says something.
enum PipelineProperties {
    static func fault(in input: [UInt8]) -> String? {
        guard let today = CivilDate(year: 2026, month: 11, day: 23) else { return "there is no such day" }
        do throws(PipelineError) {
            _ = try Pipeline.read(input, file: "pipeline.yaml", in: Surroundings(today: today))
            return nil
        } catch {
            return fault(in: error.diagnostics, lineCount: lineCount(input))
        }
    }

    private static func fault(in diagnostics: [Diagnostic], lineCount: Int) -> String? {
        if diagnostics.isEmpty { return "refused without a word" }
        for diagnostic in diagnostics {
            let position = diagnostic.position
            guard position.line >= 1, position.column >= 1, position.line <= lineCount + 1 else {
                return "\(diagnostic) is not in a file of \(lineCount) lines"
            }
            guard !diagnostic.message.isEmpty, !diagnostic.message.contains("\n") else {
                return "\"\(diagnostic.message)\" is not one line of words"
            }
        }
        return nil
    }

    /// How many lines YAML may see in the bytes: it ends them as it finds them, in UTF-16 too.
    private static func lineCount(_ input: [UInt8]) -> Int {
        input.count { [0x0A, 0x0D, 0x85, 0xA8, 0xA9].contains($0) } + 1
    }
}
