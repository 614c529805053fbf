package import Records

/// What a record of one of the sides is.
private enum SideRecord: UInt8 {
    case charge
    case entitlement
    /// A group that no level so far has brought together with anything, as it was judged then.
    case carriedGroup
    /// The same of an entitlement.
    case carriedEntitlement
}

extension Reconciler {
    /// Appends a charge as a record.
    func append(_ charge: Charge, to record: inout [UInt8]) {
        var writer = PackedWriter.named
        writer.add(byte: SideRecord.charge.rawValue)
        charge.pack(into: &writer)
        writer.append(to: &record, textsIn: keys)
    }

    /// Appends an entitlement as a record.
    func append(_ entitlement: Entitlement, to record: inout [UInt8]) {
        var writer = PackedWriter.named
        writer.add(byte: SideRecord.entitlement.rawValue)
        entitlement.pack(into: &writer)
        writer.append(to: &record, textsIn: keys)
    }

    /// Appends a group as a record, for a later step.
    func append(carried group: ChargeGroup, to record: inout [UInt8]) {
        var writer = PackedWriter.named
        writer.add(byte: SideRecord.carriedGroup.rawValue)
        writer.add(group.identity.occurrence)
        writer.add(UInt64(group.members.count))
        for member in group.members {
            writer.add(byte: member.isAliased ? 1 : 0)
            charge(of: member, in: group).pack(into: &writer)
        }
        writer.append(to: &record, textsIn: keys)
    }

    /// Appends an entitlement as a record, for a later step.
    func append(carried entitlement: Entitlement, occurrence: Int, to record: inout [UInt8]) {
        var writer = PackedWriter.named
        writer.add(byte: SideRecord.carriedEntitlement.rawValue)
        writer.add(UInt64(occurrence))
        entitlement.pack(into: &writer)
        writer.append(to: &record, textsIn: keys)
    }

    private func charge(of member: GroupMember, in group: ChargeGroup) -> Charge {
        var charge = Charge(
            quantity: member.quantity, amount: member.amount, currency: group.identity.currency,
            interval: group.identity.interval, origin: member.origin)
        (charge.keys, charge.type, charge.reference) = (group.identity.keys, member.type, member.reference)
        charge.details = details(of: member)
        return charge
    }

    /// Adds what records say.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    package mutating func add(records: [UInt8]) throws(ExactDecimal.Overflow) {
        var reader = PackedReader(records, at: 0)
        while reader.offset < records.count {
            let end = reader.enterRecord(&keys)
            switch SideRecord(rawValue: reader.byte()) {
            case .charge: try add(Charge(from: &reader))
            case .entitlement: try add(Entitlement(from: &reader))
            case .carriedGroup:
                let occurrence = reader.signed()
                let rows = (0..<reader.number()).map { _ in
                    (isAliased: reader.byte() == 1, charge: Charge(from: &reader))
                }
                add(carried: rows, occurrence: occurrence)
            case .carriedEntitlement:
                let occurrence = Int(reader.number())
                add(carried: Entitlement(from: &reader), occurrence: occurrence)
            case nil: preconditionFailure("the records are our own")
            }
            precondition(reader.offset == end, "a record is read to its end")
        }
    }
}
