internal import Records

/// One of the things that verifying a published set looks at, and how it ended.
package struct VerificationCheck: Sendable {
    /// What was looked at, in a word or two: `files`, `T2 tie_out`.
    package let name: String
    /// What was found, with its figures.
    package var figures = ""
    /// What is not as it should be; of very much only the beginning.
    package private(set) var faults: [SetFault] = []
    /// How many faults there are.
    package private(set) var faultCount = 0

    /// How many faults are told.
    private static let toldFaults = 5

    /// A check that has found nothing wrong yet.
    init(_ name: String) {
        self.name = name
    }

    /// Whether all is as it should be.
    package var holds: Bool { faultCount == 0 }

    /// Notes a fault.
    mutating func note(_ fault: SetFault) {
        faultCount += 1
        if faults.count < Self.toldFaults { faults.append(fault) }
    }

    /// Notes a fault where there is one.
    mutating func note(_ fault: SetFault?) {
        if let fault { note(fault) as Void }
    }

    /// Notes a fault when two values differ.
    mutating func require<Value: Equatable & CustomStringConvertible>(
        _ found: Value, is expected: Value, _ reason: String, in file: String, _ column: String
    ) {
        guard found != expected else { return }
        note(
            SetFault(
                file: file, column: column, reason, expected: expected.description, found: found.description))
    }
}

extension VerificationCheck {
    /// Notes a fault for each figure in which two totals differ.
    ///
    /// - Parameters:
    ///   - unit: What is counted.
    ///   - holders: Where what was found comes from.
    mutating func require(
        _ found: PublishedSummary.Totals, is stated: PublishedSummary.Totals, _ unit: String = "rows",
        of holders: String = "tables", in file: String, _ place: String
    ) {
        require(found.rows, is: stated.rows, "\(unit): the \(holders) have others", in: file, place)
        for currency in Set(found.amounts.keys).union(stated.amounts.keys).sorted() {
            require(
                found[currency], is: stated[currency], "the \(holders) come to another sum", in: file,
                "\(place) \(currency)")
        }
    }
}

/// What verifying a published set came to.
package struct Verification: Sendable {
    /// The set's directory.
    package let directory: String
    /// The pipeline, the period and the program's version, where they can be read.
    package let subject: (pipeline: String, period: String, toolVersion: String)?
    /// The SHA-256 of `manifest.json`: it stands for the whole set.
    package let manifestDigest: String
    /// What was looked at.
    package let checks: [VerificationCheck]

    /// Whether the set is what the run published.
    package var holds: Bool { checks.allSatisfy(\.holds) }
}
