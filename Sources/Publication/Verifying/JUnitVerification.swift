/// Holds `junit.xml`, by which CI systems colour a run, against the verdict.
struct JUnitVerification {
    let text: String
    let summary: PublishedSummary

    private static let file = "junit.xml"

    /// The check: something has failed exactly when the books do not tie out.
    func check() -> VerificationCheck {
        var check = VerificationCheck("junit.xml")
        guard let failures = text.firstMatch(of: #/<testsuites [^>]*failures="(\d+)"/#).flatMap({ Int($0.1) }) else {
            check.note(SetFault(file: Self.file, "does not say how many cases failed"))
            return check
        }
        let elements = text.matches(of: #/<failure /#).count
        if elements != failures {
            check.note(
                SetFault(
                    file: Self.file, column: "failures", "is not the number of cases that failed",
                    expected: "\(elements)",
                    found: "\(failures)"))
        }
        if (failures == 0) != summary.tiesOut {
            check.note(
                SetFault(
                    file: Self.file, column: "failures", "is not what the verdict says",
                    expected: summary.tiesOut ? "0" : "at least 1",
                    found: "\(failures)"))
        }
        check.figures = "\(failures) cases failed, as the verdict has it"
        return check
    }
}
