"""Rule 8, second half: whether the seats of a match with parts add up, cycle by cycle."""

from exact import NOUGHT


class Seats:
    """The seats of a match with parts."""

    def __init__(self, rows, entitlement, settings):
        self.entitlement = entitlement
        self.are_wrong = self.are_more = self.is_something_amiss = self.has_earlier_cycles = False
        dated = [row for row in rows if row.days is not None]
        cycles = {}
        for row in dated:
            begin, end = entitlement.cycles.around(row.days[0])
            cycles.setdefault((begin, end), []).append(row)
            if row.days[1] != end and not (entitlement.has_ended and row.days[1] == entitlement.end):
                # 1. Where a row ends on some other day, seats can not be told.
                self.is_something_amiss = True
        if self.is_something_amiss:
            return
        current = entitlement.due_cycle
        is_tested = current is not None and (entitlement.is_due or current in cycles)
        if is_tested:
            self.test_current(current, cycles.get(current, []))
        for cycle, those in cycles.items():
            if cycle[0] < settings.period.start:
                self.has_earlier_cycles = True
                self.test_earlier(those)
        if not is_tested:
            self.test_last(dated)

    def test_current(self, cycle, rows):
        """2. The cycle that begins in the period."""
        begin, end = cycle
        if not rows:
            self.are_wrong = True
            return
        if min(row.days[0] for row in rows) != begin or lowest(rows) < 0:
            self.is_something_amiss = True
        seats = sum((row.seats for row in rows if row.days[0] <= end - 1 < row.days[1]), NOUGHT)
        one = self.entitlement
        if not (one.has_ended and one.end <= end and seats == 0):
            self.compare(seats)

    def test_earlier(self, rows):
        """3. A cycle that began before: what its days had is not known."""
        events = {}
        for row in rows:
            events.setdefault((row.reference, row.days[0]), []).append(row)
        for (_, start), those in events.items():
            take_back = [row for row in those if row.takes_back]
            has_ended = self.entitlement.has_ended and self.entitlement.end <= start
            if not take_back or (len(take_back) == len(those) and not has_ended):
                self.is_something_amiss = True

    def test_last(self, rows):
        """4. The seats charged by the rows that begin last."""
        last = max((row.days[0] for row in rows), default=None)
        charged = [row.seats for row in rows if row.days[0] == last and row.seats > 0]
        if charged:
            self.compare(sum(charged))

    def compare(self, seats):
        if seats != self.entitlement.quantity:
            self.are_wrong, self.are_more = True, seats > self.entitlement.quantity


def lowest(rows):
    """The fewest seats on any day."""
    changes = {}
    for row in rows:
        for day, seats in ((row.days[0], row.seats), (row.days[1], -row.seats)):
            changes[day] = changes.get(day, NOUGHT) + seats
    seats = least = NOUGHT
    for day in sorted(changes):
        seats += changes[day]
        least = min(least, seats)
    return least
