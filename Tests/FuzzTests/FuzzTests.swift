import FuzzProperties
import Streaming
import TestSupport
import Testing

@Suite("What fuzzing found", .timeLimit(.minutes(15)))
struct FuzzTests {
    @Test("What was found once does not come back", arguments: FuzzFormat.allCases)
    func crashes(of format: FuzzFormat) throws {
        for (name, input) in try Self.inputs("Crashes", format) {
            #expect(format.fault(in: input) == nil, "\(name)")
        }
    }

    @Test(
        "The seeds and random changes of them read the same way, however they are cut", arguments: FuzzFormat.allCases)
    func changes(of format: FuzzFormat) throws {
        let seeds = try Self.inputs("Seeds", format)
        #expect(!seeds.isEmpty)
        var generator = SplitMix64(seed: 1)
        for (name, input) in seeds {
            #expect(format.fault(in: input) == nil, "\(name)")
            for round in 0..<60 {
                let changed = Self.changed(input, using: &generator)
                #expect(format.fault(in: changed) == nil, "\(name), round \(round): \(changed)")
            }
        }
    }

    private static func inputs(_ folder: String, _ format: FuzzFormat) throws -> [(name: String, bytes: [UInt8])] {
        let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let directory = "/\(tests)/Fuzz/\(folder)/\(format.rawValue)"
        let names = (try? Directory.names(in: directory)) ?? []
        return try names.sorted().map { ($0, try File.contents(of: "\(directory)/\($0)")) }
    }

    /// An input with some bytes changed, left out, doubled or put elsewhere.
    private static func changed(_ input: [UInt8], using generator: inout SplitMix64) -> [UInt8] {
        var bytes = input
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let start = Int.random(in: bytes.indices, using: &generator)
            let end = min(bytes.count, start + Int.random(in: 1...8, using: &generator))
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes[start] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
            case 3: bytes.removeSubrange(end...)
            default: bytes.swapAt(start, Int.random(in: bytes.indices, using: &generator))
            }
        }
        return bytes
    }
}
