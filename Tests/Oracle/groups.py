"""Rules 1 and 2: rows of other periods, and charge groups."""

from settings import HELD_AGAINST_ENTITLEMENTS
from outcome import Outcome


class Group:
    """Rows that are equal in keys, currency and days, and have the same occurrence."""

    __slots__ = ("keys", "currency", "days", "occurrence", "rows", "level", "entitlement")

    def __init__(self, identity, occurrence):
        self.keys, self.currency, self.days = identity
        self.occurrence, self.rows, self.level, self.entitlement = occurrence, [], None, None

    @property
    def order(self):
        """Keys, currency, days (unknown ones first), occurrence."""
        return self.keys, self.currency, self.days or (0, 0), self.occurrence


def classified(charges):
    """The rows that are held against entitlements, and the outcomes of all others."""
    held, outcomes, summed = [], [], {}
    for charge in charges:
        if charge.kind in HELD_AGAINST_ENTITLEMENTS:
            held.append(charge)
        elif charge.kind is None:
            outcomes.append(Outcome("X2", [charge]))
        else:
            summed.setdefault((charge.kind, charge.keys, charge.currency), []).append(charge)
    outcomes += [Outcome("B9" if kind == "tax" else "B8", rows) for (kind, _, _), rows in summed.items()]
    return held, outcomes


def of_other_periods(charges, earlier, period):
    """Rule 1: the rows of this period, and the outcomes of those of others. `earlier` is None where none is given."""
    kept, outcomes = [], []
    natural_keys = {charge.natural_key for charge in earlier or ()}
    references = {charge.reference for charge in earlier or () if charge.reference}
    subscriptions = {(charge.keys[0], charge.days) for charge in earlier or () if charge.keys[0] and charge.days}
    for charge in charges:
        is_past = charge.days is not None and charge.days[1] <= period.start
        if charge.natural_key in natural_keys:
            outcomes.append(Outcome("B5", [charge]))
        elif is_past and (charge.kind == "correction" or charge.reference in references
                          or (charge.keys[0], charge.days) in subscriptions):
            outcomes.append(Outcome("B7", [charge]))
            if earlier is None:
                outcomes[-1].flags.add("link-not-tested")
        else:
            kept.append(charge)
    return kept, outcomes


def grouped(charges):
    """Rule 2."""
    bases = {}
    for charge in charges:
        bases.setdefault((charge.keys, charge.currency, charge.days), []).append(charge)
    groups = []
    for identity, rows in bases.items():
        split = {}
        for charge, occurrence in zip(rows, occurrences(rows)):
            if occurrence not in split:
                split[occurrence] = Group(identity, occurrence)
            split[occurrence].rows.append(charge)
        groups += split.values()
    return groups


def occurrences(rows):
    """The occurrence of each row of a group, in the order of the rows."""
    if len(rows) == 1:
        return [0]
    # What takes a row back has its reference and as many seats, and the opposite amount. Nought is opposite to nothing.
    amounts = {}
    for row in rows:
        if row.reference and row.amount:
            key = (row.reference, abs(row.quantity), row.amount)
            amounts[key] = amounts.get(key, 0) + 1
    seen, result = {}, []
    for row in rows:
        repeat = (row.type, row.reference, row.quantity, row.amount)
        number = seen.get(repeat, 0)
        seen[repeat] = number + 1
        opposite = amounts.get((row.reference, abs(row.quantity), -row.amount), 0) if row.amount else 0
        if opposite:
            number = max(0, number - opposite + (1 if row.takes_back else 0))
        result.append(number)
    return result
