extension Expression {
    /// Everything that does not fit together, in the order of the text; nothing when the expression is a condition.
    ///
    /// - Parameter typeOf: What type a reference has, or that there is no such thing; it is asked once for each.
    package func check(
        _ typeOf: (Reference) -> Result<ExpressionType, UnknownReference>
    ) -> [ExpressionFault] {
        var types: [Reference: ExpressionType] = [:]
        var faults: [ExpressionFault] = []
        for reference in references {
            switch typeOf(reference) {
            case .success(let type): types[reference] = type
            case .failure(let unknown):
                let hint = Self.subtraction(in: reference, typeOf).map { "; to subtract, write \($0)" } ?? ""
                faults.append(ExpressionFault(unknown.message + hint, at: reference.position))
            }
        }
        var checker = ExpressionChecker(types: types)
        checker.checkWhole(root)
        return (faults + checker.faults).sorted { $0.position < $1.position }
    }

    /// The subtraction that an unknown reference was probably meant to be: `a.breaks - 1` for `a.breaks-1`.
    private static func subtraction(
        in reference: Reference, _ typeOf: (Reference) -> Result<ExpressionType, UnknownReference>
    ) -> String? {
        let text = reference.description
        for hyphen in text.indices where text[hyphen] == "-" {
            let steps = text[..<hyphen].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            let left = Reference(steps: steps, position: reference.position)
            if case .success(.number) = typeOf(left) { return "\(left) - \(text[text.index(after: hyphen)...])" }
        }
        return nil
    }
}
