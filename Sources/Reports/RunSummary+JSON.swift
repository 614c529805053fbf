package import Formats
import Reconciliation
import Records

extension RunSummary {
    /// The version of the summary's own form.
    package static let schemaVersion = 1

    /// The summary for machines. The order of members never changes; amounts are strings.
    package var json: JSONValue {
        var json: JSONValue = [
            "schema_version": .number(String(Self.schemaVersion)),
            "tool_version": .string(toolVersion),
            "pipeline": .string(pipeline),
            "period": .string(period),
            "as_of": .string(asOf.description),
            "parameters": .object(parameters.map { .init($0.name, .string($0.value)) }),
            "ties_out": .boolean(tiesOut),
            "provisional": .boolean(isProvisional),
            "settles_on": settlesOn.map { .string($0.description) } ?? .null,
            "breaks": .number(String(breakCount)),
            "sources": .array(sources.map(Self.json)),
            "legs": .array(legs.map(Self.json)),
            "gates": .array(gates.map(Self.json)),
            "not_tested": .array(untested.map { Self.json($0.control, $0.reason) }),
        ]
        if let carryOver { json["roll_forward"] = Self.json(carryOver) }
        if let sourceChanges { json["source_changes"] = Self.json(sourceChanges) }
        if !skipped.isEmpty { json["skipped"] = .array(skipped.map(Self.json)) }
        return json
    }

    private static func json(_ skipped: Skipped) -> JSONValue {
        ["stage": .string(skipped.stage), "reason": .string(skipped.reason)]
    }

    private static func json(_ source: Source) -> JSONValue {
        [
            "stage": .string(source.stage),
            "files": .array(source.files.map(JSONValue.string)),
            "records": .number(String(source.records)),
            "accepted": .number(String(source.records - source.rejected)),
            "rejected": .number(String(source.rejected)),
        ]
    }

    private static func json(_ leg: Leg) -> JSONValue {
        let codes = OutcomeCode.allCases.compactMap { code in leg.result.totals[code].map { json(code, $0) } }
        return [
            "leg": .string(leg.name),
            "kind": .string(leg.result.kind.rawValue),
            "billed_source": .string(leg.billedSource),
            "expected_source": .string(leg.expectedSource),
            "breaks": .number(String(leg.result.breakCount)),
            "billed": json(leg.result.charged),
            "expected": json(leg.result.entitled),
            "outcomes": .array(codes),
            "identities": .array(leg.result.identities.map(json)),
            "buckets": .array(leg.result.buckets.map(json)),
            "not_tested": .array(leg.result.untested.map { json($0, $0.reason) }),
        ]
    }

    private static func json(_ code: OutcomeCode, _ totals: OutcomeTotals) -> JSONValue {
        [
            "code": .string(code.rawValue),
            "name": .string(code.name),
            "break": .boolean(code.isBreak),
            "count": .number(String(totals.count)),
            "billed": json(totals.billed),
            "expected": json(totals.expected),
        ]
    }

    private static func json(_ totals: ControlTotals, counting unit: String = "rows") -> JSONValue {
        let sums = totals.currencies.map { JSONValue.Member($0.description, .string(totals[$0].money(in: $0))) }
        return .object([.init(unit, .number(String(totals.count))), .init("amounts", .object(sums))])
    }

    private static func json(_ identity: IdentityCheck) -> JSONValue {
        [
            "identity": .string(identity.name),
            "unit": .string(identity.unit),
            "source": .string(identity.source.description),
            "outcomes": .string(identity.outcomes.description),
            "holds": .boolean(identity.holds),
        ]
    }

    private static func json(_ bucket: BucketTotal) -> JSONValue {
        [
            "bucket": .string(bucket.bucket.name),
            "currency": .string(bucket.currency.description),
            "count": .number(String(bucket.count)),
            "amount": .string(bucket.amount.money(in: bucket.currency)),
        ]
    }

    private static func json(_ control: UntestedControl, _ reason: String) -> JSONValue {
        ["control": .string(control.rawValue), "reason": .string(reason)]
    }

    private static func json(_ changes: SourceChanges) -> JSONValue {
        [
            "against": .string(changes.manifestDigest),
            "against_provisional": .boolean(changes.isOfProvisional),
            "unchanged": .number(String(changes.unchanged)),
            "changed": .array(
                changes.changes.map { change in
                    [
                        "name": .string(change.name), "before": change.before.map(JSONValue.string) ?? .null,
                        "after": change.after.map(JSONValue.string) ?? .null,
                    ]
                }),
            "holds": .boolean(changes.holds),
        ]
    }

    private static func json(_ carryOver: CarryOver) -> JSONValue {
        let rolled = carryOver.items
        var json: JSONValue = [
            "from": .string(rolled.from.description), "since": .string(carryOver.since.description),
        ]
        for (name, totals) in rolled.figures {
            json[name.replacing(" ", with: "_")] = Self.json(totals, counting: "items")
        }
        json["identities"] = .array(rolled.identities.map(Self.json))
        json["unused_decisions"] = .array(rolled.unusedDecisions.map(JSONValue.string))
        json["stray_legs"] = .array(carryOver.strayLegs.map(JSONValue.string))
        return json
    }

    private static func json(_ gate: GateResult) -> JSONValue {
        var json: JSONValue
        switch gate.demand {
        case .breaks(let limit, let count, let legs):
            json = [
                "legs": .array(legs.map(JSONValue.string)),
                "no_more_than": .number(String(limit)),
                "breaks": .number(String(count)),
                "holds": .boolean(gate.holds),
            ]
        case .condition(let result):
            json = [
                "require": .string(result.text),
                "because": result.because.map(JSONValue.string) ?? .null,
                "values": .object(result.values.map { .init($0.reference, .string($0.value)) }),
                "holds": .boolean(gate.holds),
                "reason": .string(result.explanation),
            ]
        }
        guard !gate.skipped.isEmpty else { return json }
        json["skipped"] = .array(gate.skipped.map(JSONValue.string))
        json["skipped_allowed"] = .boolean(gate.allowsSkipped)
        return json
    }
}

extension ExactDecimal {
    /// The amount with at least the digits of its currency's minor unit: `12.40`.
    func money(in currency: Currency) -> String {
        text(minimumFractionDigits: currency.minorUnitDigits)
    }
}
