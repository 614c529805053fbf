import Pipelines
import Records
import TestSupport
import Testing

@Suite("What holds of any expression")
struct ExpressionPropertyTests {
    static let leaves = [
        "a.x", "tie-out.breaks", "params.period.last_day", "in.records", "0", "-1", "12.5", "2026-10", "2026-10-01",
        "true", "false", "\"\"", #""\"\\ å""#, "[\"a\", \"b\"]", "[]",
    ]

    @Test(
        "The canonical text is parsed to the same tree, and is its own canonical text",
        arguments: 0..<20 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = RandomExpression(seed: seed, leaves: Self.leaves)
        var read = 0
        for _ in 0..<100 {
            let text = random.text()
            guard let first = try? expression(text) else { continue }
            read += 1
            let second = try expression(first.description)
            #expect(first == second, "\(text)")
            #expect(first.description == second.description, "\(text)")
            #expect(first.references == second.references, "\(text)")
        }
        #expect(read > 40, "too few of seed \(seed) were expressions")
    }

    static let valid = [
        "tie_out.breaks == 0 and charges.records > 0", "params.provider == \"aws\"",
        "not params.dry or params.rate >= -0.5",
        "each.customer in [\"C-1\", \"C\\\\ \\\"2\\\"\"] and (params.period >= 2026-10)",
        "params.period.start <= 2026-10-01 and not (tie_out.breaks - charges.rejects + 1 in [0, 1, 2])",
    ]

    @Test("A text that was changed or cut never crashes, and its fault lies in it", arguments: 0..<20 as Range<UInt64>)
    func mutations(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for index in 0..<100 {
            let text = Self.mutated(Self.valid[index % Self.valid.count], using: &generator)
            do throws(ExpressionFault) {
                let expression = try Expression(parsing: text, at: TextPosition(line: 2, column: 5))
                _ = expression.check(Offer.type)
                _ = expression.evaluate { _ in nil }
                _ = expression.evaluate { _ in .number(.one) }
            } catch {
                #expect(error.position.line == 2 && !error.message.isEmpty)
                #expect((5...5 + text.unicodeScalars.count).contains(error.position.column), "\(text): \(error)")
            }
        }
    }

    private static func mutated(_ text: String, using generator: inout SplitMix64) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0..<max(1, bytes.count), using: &generator)
            let end = min(bytes.count, place + Int.random(in: 0...3, using: &generator))
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes = Array(bytes.prefix(place))
            case 1: bytes = Array(bytes.dropFirst(place))
            case 2: bytes.replaceSubrange(min(place, end)..<end, with: generator.bytes(count: 2))
            case 3: bytes.insert(contentsOf: bytes.suffix(place), at: min(place, bytes.count))
            default:
                let others = generator.bytes(count: 2, from: "().,[]\"\\ -+=!<>0129aeinort_'&|$\n")
                bytes.replaceSubrange(min(place, end)..<end, with: others)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Leaves of few types, so that many expressions pass the check.
    static let typedLeaves = [
        "params.dry", "params.wet", "params.dry", "tie_out.breaks", "charges.records", "1", "true", "false",
        "tie_out.breaks == 1", "charges.records > tie_out.breaks", "params.dry", "params.wet",
    ]

    static func type(of reference: Reference) -> Result<ExpressionType, UnknownReference> {
        .success(reference.steps[0] == "params" ? .boolean : .number)
    }

    @Test(
        "What passes the check has a result, and what is known later does not change it",
        arguments: 0..<20 as Range<UInt64>)
    func laterValues(seed: UInt64) throws {
        var random = RandomExpression(seed: seed, leaves: Self.typedLeaves)
        var generator = SplitMix64(seed: seed &+ 1000)
        var told = 0
        for _ in 0..<300 {
            let text = random.text(depth: 3)
            guard let expression = try? expression(text), expression.check(Self.type).isEmpty else { continue }
            let all: [Reference: ExpressionValue] = Dictionary(
                uniqueKeysWithValues: expression.references.map { reference in
                    reference.steps[0] == "params"
                        ? (reference, .boolean(.random(using: &generator)))
                        : (reference, .number(ExactDecimal(Int.random(in: 0...2, using: &generator))))
                })
            let some = all.filter { _ in Bool.random(using: &generator) }
            let early = expression.evaluate { some[$0] }.outcome
            let late = expression.evaluate { all[$0] }.outcome
            #expect(late == .holds || late == .fails, "\(text): \(late)")
            #expect(early == late || early == .unknown, "\(text): \(early), then \(late)")
            told += 1
        }
        #expect(told > 30, "too few of seed \(seed) passed the check")
    }
}
