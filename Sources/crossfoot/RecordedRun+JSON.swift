import Formats
import Ledger
import Records

extension RecordedRun {
    /// All that the ledger knows of the run.
    var json: JSONValue {
        [
            "run": .number(String(id)),
            "pipeline": .string(run.pipeline),
            "period": .string(run.period),
            "version": .string(run.toolVersion),
            "started": .string(run.startedAt.description),
            "ended": run.endedAt.map { .string($0.description) } ?? .null,
            "exit_code": Self.number(run.exitCode),
            "message": Self.text(run.message),
            "directory": Self.text(run.directory),
            "manifest_sha256": Self.text(run.manifestDigest),
            "parameters": .object(run.parameters.map { JSONValue.Member($0.name, .string($0.value)) }),
            "stages": .array(run.stages.map(Self.stage)),
            "sources": .array(
                run.sources.map {
                    [
                        "stage": .string($0.stage), "records": Self.number($0.records),
                        "rejected": Self.number($0.rejected),
                    ]
                }),
            "legs": .array(run.legs.map(Self.leg)),
        ]
    }

    private static func stage(_ stage: RunRecord.Stage) -> JSONValue {
        [
            "stage": .string(stage.name), "verb": .string(stage.verb), "milliseconds": number(stage.milliseconds),
            "amount": number(stage.amount), "unit": text(stage.unit), "result": text(stage.result),
        ]
    }

    private static func leg(_ leg: RunRecord.Leg) -> JSONValue {
        [
            "leg": .string(leg.name), "breaks": number(leg.breaks),
            "outcomes": .array(
                leg.outcomes.map {
                    ["code": .string($0.code), "break": .boolean($0.isBreak), "count": number($0.count)]
                }),
            "totals": .array(
                leg.totals.map {
                    [
                        "currency": .string($0.currency), "billed": .string($0.billed.description),
                        "expected": .string($0.expected.description),
                    ]
                }),
        ]
    }

    private static func number(_ number: Int?) -> JSONValue { number.map { .number(String($0)) } ?? .null }

    private static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}

extension RunDifference.Line {
    /// The line for machines.
    var json: JSONValue {
        [
            "kind": .string(kind), "name": .string(name), "before": before.map(JSONValue.string) ?? .null,
            "after": after.map(JSONValue.string) ?? .null,
        ]
    }
}
