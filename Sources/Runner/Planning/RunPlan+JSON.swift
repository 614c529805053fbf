package import Formats
import Pipelines
import Records

extension RunPlan {
    /// The plan for programs.
    package var json: JSONValue {
        [
            "pipeline": .string(pipeline.name),
            "period": .string(period),
            "as_of": .string(asOf.description),
            "values": values,
            "stages": .array(steps.map(Self.json)),
            "gates": .array(
                gates.map { gate in
                    ["demand": .string(gate.demand), "holds": Self.json(gate.prospect)]
                }),
            "lacks_configuration": .boolean(lacksConfiguration),
            "publishes": [
                "directory": .string(directory),
                "files": .array(
                    files.map { file in ["name": .string(file.name), "is_certain": .boolean(file.isCertain)] }),
            ],
        ]
    }

    private static func json(_ step: Step) -> JSONValue {
        [
            "stage": .string(step.stage),
            "verb": .string(step.verb),
            "runs": json(step.prospect),
            "notes": .array(step.notes.map(JSONValue.string)),
            "requests": .array(step.requests.map(JSONValue.string)),
            "has_effect": .boolean(step.hasEffect),
        ]
    }

    private static func json(_ prospect: Prospect) -> JSONValue {
        switch prospect {
        case .certain: ["answer": "yes"]
        case .unknown(let reason): ["answer": "unknown until run", "reason": .string(reason)]
        case .skipped(let reason): ["answer": "no", "reason": .string(reason)]
        }
    }

    private var values: JSONValue {
        let parameters = pipeline.parameters.map { parameter in
            JSONValue.Member(
                parameter.name,
                ["value": .string(parameter.value.description), "origin": .string(parameter.origin.description)])
        }
        let named = { (entries: [(name: String, value: String)]) in
            JSONValue.object(entries.map { .init($0.name, .string($0.value)) })
        }
        return [
            "params": .object(parameters),
            "secrets": named(pipeline.secrets.map { ($0.name, $0.place.description) }),
            "defaults": named(pipeline.defaults.entries),
            "limits": named(pipeline.limits.entries),
        ]
    }
}
