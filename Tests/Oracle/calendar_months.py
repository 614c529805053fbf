"""Days and billing cycles. A day is its number in the proleptic Gregorian calendar; intervals are half-open."""

from calendar import monthrange
from datetime import date
from functools import cache


@cache
def day(text):
    """The day of `2026-10-31`, or the day in UTC of an instant that ends in Z."""
    if len(text) > 10 and not text.endswith("Z"):
        raise ValueError(f"{text}: instants are read in UTC only")
    return date.fromisoformat(text[:10]).toordinal()


@cache
def plus_months(start, months):
    """So many months after a day, kept to the last day of a shorter month."""
    first = date.fromordinal(start)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1])).toordinal()


def months_between(start, other):
    """From the month of one day to the month of another."""
    first, last = date.fromordinal(start), date.fromordinal(other)
    return (last.year - first.year) * 12 + last.month - first.month


@cache
def days_left(other):
    """How many days of its month come after a day."""
    first = date.fromordinal(other)
    return monthrange(first.year, first.month)[1] - first.day


def whole_months(start, end):
    """How many whole months these days are, or None. From the 31st of January to the 28th of February is one."""
    months = months_between(start, end)
    return months if plus_months(start, months) == end else None


class Month:
    """The period that is closed."""

    def __init__(self, text):
        self.start = day(text + "-01")
        self.end = plus_months(self.start, 1)

    def __contains__(self, other):
        return self.start <= other < self.end


class Cycles:
    """The billing cycles of a subscription: from its start, n months each."""

    __slots__ = ("start", "months")

    def __init__(self, start, months):
        self.start, self.months = start, months

    def around(self, other):
        """The first day of the cycle that has a day, and the first day of the next."""
        number = months_between(self.start, other) // self.months
        if plus_months(self.start, number * self.months) > other:
            number -= 1
        return (plus_months(self.start, number * self.months), plus_months(self.start, (number + 1) * self.months))

    def beginning_in(self, month):
        """The days of the cycle that begins in a month, or None. There is never more than one."""
        passed = months_between(self.start, month.start)
        if passed < 0 or passed % self.months:
            return None
        return plus_months(self.start, passed), plus_months(self.start, passed + self.months)
