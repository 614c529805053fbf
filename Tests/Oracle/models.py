"""Rule 8: the models that explain an amount. A model is a basis, which gives a factor, and a rounding."""

from fractions import Fraction

from calendar_months import days_left, months_between, plus_months, whole_months
from exact import as_decimal, cut, half_even, half_up, kept, minor_digits, minor_unit


def is_whole(days, entitlement):
    """Rule 7: whether days are a whole billing cycle."""
    if days is None or entitlement.months is None or days[1] == plus_months(days[0], entitlement.months):
        return True
    return days == entitlement.cycles.around(days[0]) or (
        months_between(*days) == entitlement.months and days_left(days[0]) == days_left(days[1]) < 2)


def bases(days, entitlement):
    """The bases that apply to days, in their order, with their factors."""
    if is_whole(days, entitlement):
        yield "full", 1
        return
    begin, end = entitlement.cycles.around(days[0])
    length, cycle, months = days[1] - days[0], end - begin, entitlement.months
    if length < cycle:
        yield "cycle-days", Fraction(length, cycle)
    charged = whole_months(*days)
    if charged is not None and 0 < charged < months:
        yield "months", Fraction(charged, months)
    if length + 1 < cycle:
        yield "cycle-days+1", Fraction(length + 1, cycle)
    if 1 < length <= cycle:
        yield "cycle-days-1", Fraction(length - 1, cycle)
    if length < 30 * months:
        yield "thirty-day", Fraction(length, 30 * months)
    if 12 * length < 365 * months:
        yield "actual-365", Fraction(12 * length, 365 * months)


class Pricing:
    """What a row is priced by: the entitlement, the rate, and the minor units of both currencies."""

    __slots__ = ("entitlement", "rate", "price", "digits", "expected_digits", "unit", "has_two_currencies")

    def __init__(self, entitlement, currency, rate):
        self.entitlement, self.rate = entitlement, rate
        self.price = kept(entitlement.price * rate)
        self.digits, self.expected_digits = minor_digits(currency), minor_digits(entitlement.currency)
        self.unit = minor_unit(currency)
        self.has_two_currencies = currency != entitlement.currency

    def roundings(self, seats, factor):
        """The amounts of a row by each rounding, in their order."""
        unit, line = self.price, kept(seats * self.price)
        if factor != 1:
            unit, line = Fraction(unit) * factor, Fraction(line) * factor
        exact = as_decimal(line)
        if exact is not None:
            yield "exact", exact
        yield "floor-line", cut(line, self.digits)
        yield "half-up-line", half_up(line, self.digits)
        yield "half-even-line", half_even(line, self.digits)
        yield "floor-unit", cut(unit, self.digits) * seats
        yield "half-up-unit", half_up(unit, self.digits) * seats
        if self.has_two_currencies:
            expected = cut(Fraction(seats * self.entitlement.price) * factor, self.expected_digits)
            yield "floor-line-floor-rate", cut(expected * self.rate, self.digits)

    def explain(self, charge):
        """The model of a row, its amount and whether it is only near; or None."""
        if self.entitlement.is_trial:
            return None
        near = None
        for basis, factor in bases(charge.days, self.entitlement):
            for rounding, amount in self.roundings(charge.seats, factor):
                if amount == charge.amount:
                    return f"{basis}/{rounding}", amount, False
                if near is None and amount and abs(amount - charge.amount) <= self.unit:
                    near = f"{basis}/{rounding}", amount, True
        return near
