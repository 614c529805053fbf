import Records

/// The order of the groups that meet in one outcome: by what makes them groups, so that neither the order of the rows
/// nor that of their arrival decides whose keys the outcome carries.
struct ChargeGroupOrder {
    let keys: KeyTable

    /// The groups in their order.
    func sorted(_ groups: [ChargeGroup]) -> [ChargeGroup] {
        groups.count < 2 ? groups : groups.sorted { precedes($0.identity, $1.identity) }
    }

    private func precedes(_ left: ChargeGroup.Identity, _ right: ChargeGroup.Identity) -> Bool {
        if let (key, other) = left.keys.firstDifference(from: right.keys) { return keys.precedes(key, other) }
        return valueOrder(left.currency, right.currency) ?? valueOrder(left.interval?.start, right.interval?.start)
            ?? valueOrder(left.interval?.end, right.interval?.end) ?? (left.occurrence < right.occurrence)
    }
}
