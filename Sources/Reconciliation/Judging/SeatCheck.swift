import Records

/// Whether the seats of rows for parts of cycles add up to what the entitlement says.
///
/// A change of seats takes back the old ones and charges the new ones for the days that are left, so what was billed is
/// right when the seats are right on the last day and there never were less than none.
struct SeatCheck {
    /// What came of it.
    enum Verdict {
        case addUp
        /// More seats than the entitlement has, at the end.
        case over
        /// Fewer.
        case under
        /// Something else is wrong.
        case amiss
    }

    /// Whether the seats at the end are those of the entitlement.
    enum Difference { case none, over, under }

    /// Whether the seats at the end are those of the entitlement.
    private(set) var difference = Difference.none
    /// Whether rows change a cycle that began before the period; what it had is not known.
    private(set) var beginsBefore = false
    private var isAmiss = false

    /// What came of it.
    var verdict: Verdict {
        switch difference {
        case .over: .over
        case .under: .under
        case .none: isAmiss ? .amiss : .addUp
        }
    }

    private let entitlement: Entitlement

    /// Checks a match.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    init(_ match: Match, plan: MatchPlan, isDue: Bool) throws(ExactDecimal.Overflow) {
        entitlement = match.entitlement
        let rows = match.rows.compactMap { row in
            row.interval.map {
                SeatRow(
                    seats: row.member.seats, reference: row.member.reference, takesBack: row.member.takesBack, days: $0)
            }
        }
        let current = entitlement.cycleStart(in: plan.period).flatMap(entitlement.cycle)
        let (inside, before) = (
            rows.filter { row in current.map { $0.start <= row.days.start } ?? false },
            rows.filter { row in current.map { row.days.start < $0.start } ?? true }
        )
        // Seats can be told only of rows that last as long as they should.
        guard rows.allSatisfy(endsWell) else {
            isAmiss = true
            return
        }
        if let current, !inside.isEmpty {
            try check(inside, in: current)
        } else if isDue {
            difference = .under
        } else {
            try checkLast(before)
        }
        checkChanges(before)
    }

    private func endsWell(_ row: SeatRow) -> Bool {
        row.days.end == entitlement.cycle(containing: row.days.start)?.end || row.days.end == entitlement.lastEnd
    }

    /// The cycle that begins in the period: all of its days are known.
    private mutating func check(_ rows: [SeatRow], in cycle: CivilInterval) throws(ExactDecimal.Overflow) {
        let first = rows.map(\.days.start).min()
        if let first, first != cycle.start { isAmiss = true }
        var last = ExactDecimal.zero
        for (day, seats) in try rows.seatsByDay() where day < cycle.end {
            if seats.isNegative { isAmiss = true }
            last = seats
        }
        let hasEnded = entitlement.lastEnd.map { $0 <= cycle.end } ?? false
        if !(hasEnded && last.isZero) { compare(last) }
    }

    /// A cycle that began before, when no other tells: the seats of the last change.
    private mutating func checkLast(_ rows: [SeatRow]) throws(ExactDecimal.Overflow) {
        guard let last = rows.map(\.days.start).max() else { return }
        let charging = rows.filter { $0.days.start == last && $0.seats > .zero }
        if !charging.isEmpty { compare(try charging.sum()) }
    }

    /// Changes of a cycle that began before the period come as pairs, or end the subscription.
    private mutating func checkChanges(_ rows: [SeatRow]) {
        beginsBefore = !rows.isEmpty
        for change in Dictionary(grouping: rows, by: SeatRow.Change.init).values {
            let takesBack = change.contains(where: \.takesBack)
            let charges = change.contains { !$0.takesBack }
            let hasEnded = entitlement.lastEnd.map { $0 <= change[0].days.start } ?? false
            if !takesBack || (!charges && !hasEnded) { isAmiss = true }
        }
    }

    /// No tolerance of seats counts here: it would let money pass that no tolerance of amounts allows.
    private mutating func compare(_ seats: ExactDecimal) {
        guard seats != entitlement.quantity else { return }
        difference = seats < entitlement.quantity ? .under : .over
    }
}

/// A row's seats and days.
private struct SeatRow {
    /// What belongs to one change.
    struct Change: Hashable {
        let reference: KeyID
        let start: CivilDate

        init(_ row: SeatRow) {
            reference = row.reference
            start = row.days.start
        }
    }

    let seats: ExactDecimal
    let reference: KeyID
    let takesBack: Bool
    let days: CivilInterval
}

extension [SeatRow] {
    /// The seats from each day on which they change, in the order of the days. One pass: a subscription may have as many
    /// rows as a month has hours.
    fileprivate func seatsByDay() throws(ExactDecimal.Overflow) -> [(day: CivilDate, seats: ExactDecimal)] {
        var changes: [CivilDate: ExactDecimal] = [:]
        for row in self {
            changes[row.days.start] = try (changes[row.days.start] ?? .zero).adding(row.seats)
            changes[row.days.end] = try (changes[row.days.end] ?? .zero).subtracting(row.seats)
        }
        var seats = ExactDecimal.zero
        return try changes.sorted { $0.key < $1.key }.map { day, change throws(ExactDecimal.Overflow) in
            seats = try seats.adding(change)
            return (day, seats)
        }
    }

    fileprivate func sum() throws(ExactDecimal.Overflow) -> ExactDecimal {
        var sum = ExactDecimal.zero
        for row in self { sum = try sum.adding(row.seats) }
        return sum
    }
}
