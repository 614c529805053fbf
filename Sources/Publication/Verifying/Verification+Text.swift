package import Formats

extension Verification {
    /// The checks for an auditor, a line each with its figures; below one that fails, what is wrong and where.
    package var text: String {
        var lines: [String] = []
        if let subject {
            lines.append(
                "\(subject.pipeline) \(subject.period), published by crossfoot \(subject.toolVersion): \(directory)")
        } else {
            lines.append(directory)
        }
        lines += ["manifest.json has the SHA-256 \(manifestDigest)", ""]
        let width = checks.map(\.name.count).max() ?? 0
        for check in checks {
            let name = check.name + String(repeating: " ", count: width - check.name.count)
            guard !check.holds else {
                lines.append("ok     \(name)  \(check.figures)")
                continue
            }
            lines.append("FAILS  \(name)  \(check.faultCount == 1 ? "1 fault" : "\(check.faultCount) faults")")
            lines += check.faults.map { "         \($0)" }
            let rest = check.faultCount - check.faults.count
            if rest > 0 { lines.append("         … and \(rest) more") }
        }
        return (lines + ["", verdict]).joined(separator: "\n") + "\n"
    }

    /// How it ended, in a sentence.
    private var verdict: String {
        guard holds else {
            let failed = checks.count { !$0.holds }
            return
                "\(failed) of \(checks.count) checks \(failed == 1 ? "fails" : "fail"): this is not what the run published, or its figures are wrong."
        }
        return
            "All \(checks.count) checks hold. Whoever keeps the SHA-256 of manifest.json elsewhere can tell this set "
            + "from any other."
    }

    /// The checks for machines.
    package var json: JSONValue {
        [
            "schema_version": 1,
            "directory": .string(directory),
            "pipeline": subject.map { .string($0.pipeline) } ?? .null,
            "period": subject.map { .string($0.period) } ?? .null,
            "tool_version": subject.map { .string($0.toolVersion) } ?? .null,
            "manifest_sha256": .string(manifestDigest),
            "holds": .boolean(holds),
            "checks": .array(checks.map(Self.json)),
        ]
    }

    private static func json(_ check: VerificationCheck) -> JSONValue {
        [
            "check": .string(check.name),
            "holds": .boolean(check.holds),
            "figures": check.holds ? .string(check.figures) : .null,
            "fault_count": .number(String(check.faultCount)),
            "faults": .array(check.faults.map(Self.json)),
        ]
    }

    private static func json(_ fault: SetFault) -> JSONValue {
        [
            "file": .string(fault.file),
            "row": fault.row.map { .number(String($0)) } ?? .null,
            "column": fault.column.map(JSONValue.string) ?? .null,
            "reason": .string(fault.reason),
            "expected": fault.expected.map(JSONValue.string) ?? .null,
            "found": fault.found.map(JSONValue.string) ?? .null,
        ]
    }
}
