import Testing

@Suite("Gates decide whether the books tie out")
struct GateTests {
    private struct Case: CustomTestStringConvertible, Sendable {
        let gates: [String]
        var price = 25
        var go = true
        let code: Int32
        let verdict: String

        var testDescription: String { "\(gates) \(go)" }
    }

    private static let cases = [
        Case(
            gates: ["{ require: tie_out.breaks <= 1 }"], code: 0, verdict: "The books tie out, with 1 breaks allowed."),
        Case(
            gates: ["{ require: tie_out.breaks == 0, because: none is allowed }"], code: 3,
            verdict:
                "The books do not tie out: 1 breaks (none is allowed: tie_out.breaks == 0 is false: tie_out.breaks is 1)."
        ),
        // A condition that does not ask for breaks is no gate for them.
        Case(
            gates: ["{ require: tie_out.outcomes > 0 and charges.records == 2 }"], code: 3,
            verdict: "The books do not tie out: 1 breaks (1 where 0 are allowed)."),
        Case(
            gates: ["{ require: charges.records > 5, because: too few }", "{ no_more_than: 1, of: [tie_out.breaks] }"],
            code: 3,
            verdict: "The books do not tie out: 1 breaks (too few: charges.records > 5 is false: charges.records is 2)."
        ),
        Case(
            gates: ["{ require: charges.records > 5 }"], price: 20, code: 3,
            verdict: "The books do not tie out: charges.records > 5 is false: charges.records is 2."),
        // What was not looked at proves nothing.
        Case(gates: [], go: false, code: 3, verdict: "The books do not tie out: tie_out was skipped."),
        Case(
            gates: ["{ no_more_than: 9, of: [tie_out.breaks] }"], go: false, code: 3,
            verdict: "The books do not tie out: tie_out was skipped."),
        Case(
            gates: ["{ require: tie_out.breaks < 9 }"], go: false, code: 3,
            verdict: "The books do not tie out: tie_out was skipped."),
        Case(
            gates: ["{ require: params.go or tie_out.breaks == 0 }"], go: false, code: 3,
            verdict: "The books do not tie out: tie_out was skipped."),
        Case(
            gates: ["{ no_more_than: 9, of: [tie_out.breaks], skipped: allowed }"], go: false, code: 0,
            verdict: "Nothing was reconciled. Not looked at, as the gates allow: tie_out."),
        Case(
            gates: ["{ require: charges.records > 0, skipped: allowed }"], go: false, code: 0,
            verdict: "Nothing was reconciled. Not looked at, as the gates allow: tie_out."),
        Case(
            gates: ["{ require: charges.records > 0, skipped: allowed }", "{ require: charges.rejects == 0 }"],
            go: false,
            code: 3, verdict: "The books do not tie out: tie_out was skipped."),
        Case(
            gates: ["{ require: charges.records > 5 and tie_out.breaks == 0, skipped: allowed }"], go: false, code: 3,
            verdict: "The books do not tie out: charges.records > 5 is false: charges.records is 2."),
    ]

    @Test("each gate with its exit code and its sentence, and verify says the same", arguments: cases)
    private func gates(_ example: Case) async throws {
        try await withWorkplace { place in
            let gates = example.gates.map { "  - \($0)\n" }.joined()
            try place.writeSmallBooks(
                price: example.price, condition: "params.go", rest: gates.isEmpty ? "" : "gates:\n\(gates)")
            let ending = try await place.runSmallBooks("--param", "go=\(example.go)")
            #expect(ending.code == example.code, "\(ending.error)")
            #expect(ending.output.contains("\n\(example.verdict)\n"), "\(ending.output)")
            let verified = try await place.run("verify", Workplace.smallSet)
            #expect(verified.code == 0, "\(verified.output)")
        }
    }
}
