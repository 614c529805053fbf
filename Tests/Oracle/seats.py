"""Rule 8, second half: whether the seats of a match with parts add up, cycle by cycle."""

from exact import NOUGHT


class Seats:
    """The seats of a match with parts."""

    def __init__(self, rows, entitlement, settings):
        self.entitlement = entitlement
        self.are_wrong = self.are_more = self.is_something_amiss = self.has_earlier_cycles = False
        current = entitlement.due_cycle
        cycles = {}
        dated = [(row, row.days or current) for row in rows if row.days or current]
        self.is_something_amiss = len(dated) < len(rows)
        for row, days in dated:
            begin, end = entitlement.cycles.around(days[0])
            cycles.setdefault((begin, end), []).append((row, days))
            if days[1] != end and not (entitlement.has_ended and days[1] == entitlement.end):
                # 1. Where a row ends on some other day, seats can not be told.
                self.is_something_amiss = True
                return
        is_tested = current is not None and (entitlement.is_due or current in cycles)
        if is_tested:
            self.test_current(current, cycles.get(current, []))
        else:
            self.test_last(dated)
        earlier = [(row, days) for row, days in dated if current is None or days[0] < current[0]]
        if earlier:
            self.has_earlier_cycles = True
            self.test_chain(earlier, not is_tested)
            self.test_earlier(earlier)

    def test_current(self, cycle, rows):
        """2. The cycle that begins in the period."""
        begin, end = cycle
        if not rows:
            self.are_wrong = True
            return
        if min(days[0] for _, days in rows) != begin:
            self.is_something_amiss = True
        last = held = NOUGHT
        for day, seats in running(rows):
            if day < end:
                if seats < 0:
                    self.is_something_amiss = True
                last, held = seats, seats or held
        one = self.entitlement
        is_gone = one.has_ended and one.end <= end and last == 0
        if not (is_gone and one.quantity == 0):
            self.compare(held if is_gone else last)

    def test_chain(self, rows, is_last_held):
        """3. Once a single change has said how many seats there are, later ones add to them."""
        known, one, changes = None, self.entitlement, {}
        for row, days in rows:
            changes.setdefault(days[0], []).append(row)
        for start in sorted(changes):
            those = changes[start]
            has_ended = one.has_ended and one.end <= start
            taken = -sum((row.seats for row in those if row.takes_back), NOUGHT)
            total = sum((row.seats for row in those), NOUGHT)
            if known is not None:
                known += total
                if known < 0 or (has_ended and known != 0):
                    self.is_something_amiss = True
                continue
            if has_ended and one.quantity != 0 and taken != one.quantity:
                self.is_something_amiss = True
            if len({row.reference for row in those}) == 1:
                known = total + taken
        if is_last_held and known is not None and not one.has_ended:
            self.compare(known)

    def test_earlier(self, rows):
        """3. What a change takes back and what it charges come together, or it ends the subscription."""
        events = {}
        for row, days in rows:
            events.setdefault((row.reference, days[0]), []).append(row)
        for (_, start), those in events.items():
            has_ended = self.entitlement.has_ended and self.entitlement.end <= start
            charges = any(row.seats > 0 for row in those)
            if not any(row.takes_back for row in those) or not (charges or has_ended):
                self.is_something_amiss = True

    def test_last(self, rows):
        """4. The seats charged by the rows that begin last."""
        last = max((days[0] for _, days in rows), default=None)
        charged = [row.seats for row, days in rows if days[0] == last and row.seats > 0]
        if charged:
            self.compare(sum(charged))

    def compare(self, seats):
        if seats != self.entitlement.quantity:
            self.are_wrong, self.are_more = True, seats > self.entitlement.quantity


def running(rows):
    """The seats from each day on which they change."""
    changes = {}
    for row, days in rows:
        for day, seats in ((days[0], row.seats), (days[1], -row.seats)):
            changes[day] = changes.get(day, NOUGHT) + seats
    seats = NOUGHT
    for day in sorted(changes):
        seats += changes[day]
        yield day, seats
