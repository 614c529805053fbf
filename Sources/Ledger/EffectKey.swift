package import Records

/// What an order to make invoices is for, whichever pipeline or command sends it.
package struct EffectKey: Sendable, Hashable {
    /// Whom an order is for.
    package enum Scope: Sendable, Hashable {
        /// Everybody.
        case all
        /// Those with these ids, at least one.
        case only(Set<String>)

        /// A scope of some ids; none mean everybody.
        package init(_ ids: [String]) {
            self = ids.isEmpty ? .all : .only(Set(ids))
        }

        /// The ids, sorted; none for everybody.
        package var ids: [String] {
            if case .only(let ids) = self { ids.sorted() } else { [] }
        }

        /// Whether there is anybody in both.
        package func overlaps(_ other: Scope) -> Bool {
            guard case .only(let ids) = self, case .only(let others) = other else { return true }
            return !ids.isDisjoint(with: others)
        }

        /// Whether everybody in the other is in this one too.
        package func covers(_ other: Scope) -> Bool {
            guard case .only(let ids) = self else { return true }
            guard case .only(let others) = other else { return false }
            return ids.isSuperset(of: others)
        }
    }

    /// The address of the service, in lower-case letters and without a slash at its end.
    package let service: String
    /// The account at the service.
    package let account: String
    /// Whose charges are invoiced, in lower-case letters: `aws`.
    package let source: String
    /// The month that is invoiced.
    package let period: Month
    /// The customers.
    package let customers: Scope
    /// The resellers.
    package let resellers: Scope

    /// A key from its parts. An address or source that differs in capitals only is the same.
    package init(
        service: String, account: String, source: String, period: Month, customers: Scope = .all,
        resellers: Scope = .all
    ) {
        var service = service.lowercased()
        while service.hasSuffix("/") { service.removeLast() }
        self.service = service
        self.account = account
        self.source = source.lowercased()
        self.period = period
        self.customers = customers
        self.resellers = resellers
    }

    /// Whether both orders could make the same invoice.
    package func overlaps(_ other: EffectKey) -> Bool {
        isOfSameBill(as: other) && customers.overlaps(other.customers) && resellers.overlaps(other.resellers)
    }

    /// Whether this order makes every invoice that the other does.
    package func covers(_ other: EffectKey) -> Bool {
        isOfSameBill(as: other) && customers.covers(other.customers) && resellers.covers(other.resellers)
    }

    private func isOfSameBill(as other: EffectKey) -> Bool {
        service == other.service && account == other.account && source == other.source && period == other.period
    }
}

extension EffectKey: CustomStringConvertible {
    /// What the order is for, in words: `invoices of aws for 2026-10, customer 306011`.
    package var description: String {
        let whom = [Self.words(customers, "customer"), Self.words(resellers, "reseller")].compactMap(\.self)
        return "invoices of \(source) for \(period), \(whom.isEmpty ? "all customers" : whom.joined(separator: ", "))"
    }

    private static func words(_ scope: Scope, _ noun: String) -> String? {
        guard !scope.ids.isEmpty else { return nil }
        return "\(noun)\(scope.ids.count == 1 ? "" : "s") \(scope.ids.joined(separator: ", "))"
    }
}
