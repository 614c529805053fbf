import Formats
import Pipelines
import Records
import Testing

@Suite("What is made from the definitions of pipeline files")
struct DefinitionTests {
    @Test("The schema beside the pipelines is the one that the program prints; to renew it: make reference")
    func schema() throws {
        let kept = String(decoding: try Repository.contents(of: "pipelines/pipeline.schema.json"), as: UTF8.self)
        #expect(kept == JSONSchema.pipeline.indentedText)
    }

    @Test("The manual is the one that the program prints; to renew it: make reference")
    func manual() throws {
        let kept = String(decoding: try Repository.contents(of: "docs/pipeline-file.md"), as: UTF8.self)
        #expect(kept == Manual.text)
    }

    @Test("Every pipeline names the schema in its first line, for editors")
    func modeline() throws {
        for name in try Repository.pipelines {
            let text = String(decoding: try Repository.contents(of: "pipelines/\(name).yaml"), as: UTF8.self)
            #expect(text.hasPrefix("# yaml-language-server: $schema=pipeline.schema.json\n"), "\(name)")
        }
    }
}
