package import Reconciliation

/// Where the rows of a leg come from, and the text of those that are shown.
package struct OutcomeEvidence: Sendable {
    /// One side of a leg.
    package struct Side: Sendable {
        /// The names of the files, in their order.
        package let files: [String]
        /// The rows' text, as the files have it.
        package let texts: [RowOrigin: String]

        /// A side from its parts.
        package init(files: [String], texts: [RowOrigin: String]) {
            self.files = files
            self.texts = texts
        }
    }

    /// The charges.
    package let charges: Side
    /// The entitlements.
    package let entitlements: Side

    /// Evidence from its sides.
    package init(charges: Side, entitlements: Side) {
        self.charges = charges
        self.entitlements = entitlements
    }
}

extension OutcomeEvidence.Side {
    /// The places of rows in short: `report.csv:17-19,23`. Several files are parted by blanks.
    func places(of rows: [RowOrigin]) -> String {
        var places: [String] = []
        for (index, file) in files.enumerated() {
            let numbers = rows.filter { Int($0.file) == index }.map(\.row).sorted()
            if !numbers.isEmpty { places.append("\(file):\(Self.ranges(numbers))") }
        }
        return places.joined(separator: " ")
    }

    private static func ranges(_ numbers: [UInt32]) -> String {
        var ranges: [ClosedRange<UInt32>] = []
        for number in numbers {
            if let last = ranges.last, number == last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ",")
    }

    /// The rows as their files have them, one below the other.
    func text(of rows: [RowOrigin]) -> String {
        rows.compactMap { texts[$0] }.joined(separator: "\n")
    }
}
