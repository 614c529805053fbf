/// Tests and how they ended, in the XML that CI systems read.
///
/// It has no times: the same tests give the same bytes.
package struct JUnitReport: Sendable {
    /// Tests that belong together.
    package struct Suite: Sendable {
        let name: String
        let file: String?
        let cases: [Case]

        /// A suite from its parts.
        ///
        /// - Parameter file: The file in which the tests stand; `nil` where they stand in none.
        package init(name: String, file: String? = nil, cases: [Case]) {
            self.name = name
            self.file = file
            self.cases = cases
        }
    }

    /// A test.
    package struct Case: Sendable {
        let name: String
        let line: Int?
        let failures: [String]
        let skipped: String?

        /// A test from its parts.
        ///
        /// - Parameters:
        ///   - line: The line of the suite's file at which it stands, from 1; `nil` where it stands in none.
        ///   - failures: What is not as it should be; nothing when the test holds.
        ///   - skipped: Why it was not carried out; `nil` where it was.
        package init(name: String, line: Int? = nil, failures: [String] = [], skipped: String? = nil) {
            self.name = name
            self.line = line
            self.failures = failures
            self.skipped = skipped
        }
    }

    private let suites: [Suite]

    /// A report of suites.
    package init(_ suites: [Suite]) {
        self.suites = suites
    }

    /// The report as an XML document.
    package var xml: String {
        let cases = suites.flatMap(\.cases)
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites\(Self.counts(cases))>
            \(suites.map(Self.xml).joined())</testsuites>

            """
    }

    private static func counts(_ cases: [Case]) -> String {
        let skipped = cases.count { $0.skipped != nil }
        return " tests=\"\(cases.count)\" failures=\"\(cases.count { !$0.failures.isEmpty })\" errors=\"0\""
            + (skipped == 0 ? "" : " skipped=\"\(skipped)\"")
    }

    private static func xml(_ suite: Suite) -> String {
        let cases = suite.cases.map { xml($0, of: suite) }.joined()
        return "  <testsuite name=\"\(escaped(suite.name))\"\(place(suite.file))\(counts(suite.cases))>\n"
            + "\(cases)  </testsuite>\n"
    }

    private static func xml(_ test: Case, of suite: Suite) -> String {
        let start =
            "    <testcase name=\"\(escaped(test.name))\" classname=\"\(escaped(suite.name))\"\(place(suite.file, test.line))"
        if let reason = test.skipped { return "\(start)><skipped message=\"\(escaped(reason))\"/></testcase>\n" }
        guard let first = test.failures.first else { return start + "/>\n" }
        return
            "\(start)>\n      <failure message=\"\(escaped(first))\">\(escaped(test.failures.joined(separator: "\n")))"
            + "</failure>\n    </testcase>\n"
    }

    private static func place(_ file: String?, _ line: Int? = nil) -> String {
        (file.map { " file=\"\(escaped($0))\"" } ?? "") + (line.map { " line=\"\($0)\"" } ?? "")
    }

    /// Text for an attribute or an element. What no XML document may have is shown as `\u{1b}`.
    private static func escaped(_ text: String) -> String {
        let entities: [Unicode.Scalar: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"]
        return text.unicodeScalars.map { scalar in
            if let entity = entities[scalar] { return entity }
            let isForbidden =
                (scalar.value < 0x20 && scalar != "\n") || (0x7F...0x9F).contains(scalar.value)
                || scalar.value & 0xFFFE == 0xFFFE
            return isForbidden ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }
        .joined()
    }
}
