"""The month that is being made: subscriptions, rows, and what draws them."""

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calendar_months import Cycles, Month, plus_months
from exact import cut, half_even, half_up, kept, minor_digits
from plan import CHARGE_COLUMNS

CURRENCIES = ("EUR", "EUR", "EUR", "USD", "USD", "SEK", "JPY", "KWD")
CYCLES = {1: ("monthly", "P1M", "Monthly", ""), 3: ("quarterly", "P3M"), 12: ("annual", "P1Y", "yearly"),
          36: ("triennial", "P3Y"), None: ("one_time",)}
SKUS = [f"CFQ7TTC0L{number:03}" for number in range(40)]


def text(day):
    return date.fromordinal(day).isoformat()


class Book:
    """Everything that a plant may use."""

    def __init__(self, seed, rows, plan):
        self.random = random.Random(seed)
        self.period = Month(plan["period"])
        self.plan = plan
        self.rows, self.earlier, self.subscriptions = [], [], []
        self.count = 0
        self.customers = [self.customer_name(number) for number in range(max(30, rows // (15 if seed % 4 else 80)))]
        self.customer_aliases = {f"ACCT {place}": name for place, name in enumerate(self.customers) if place % 9}
        self.customer_codes = {name: alias for alias, name in self.customer_aliases.items()}
        self.product_aliases = {f"MFG-{sku}": sku for sku in SKUS[:35]}

    def customer_name(self, number):
        """Some are no ASCII: composed, decomposed, or with a blank that is none."""
        return ("C", "C", "C", "Ö", "O\u0308", "C\u00a0")[number % 6] + str(30000 + number // 2)

    def is_one_in(self, number):
        return self.random.randrange(number) == 0

    # Subscriptions.

    def subscription(self, months=0, is_due=True, **values):
        """A subscription; its cycle begins in the period when it is due. Months 0 is any cycle."""
        pick = self.random
        if months == 0:
            months = pick.choice((1, 1, 1, 1, 3, 12, 12, 36))
        currency = values.get("currency") or pick.choice(CURRENCIES)
        sku = values.get("sku") or pick.choice(SKUS)
        self.count += 1
        name = pick.choice(("s", "s", "s", "é", "e\u0301"))
        term = pick.choice((months or 1, 12, 36)) if months != 36 else 36
        one = {
            "subscription": f"{name}-{pick.randrange(16**6):06x}-{self.count}",
            "sku": sku, "customer": pick.choice(self.customers), "product": f"P-{sku[-2:]}",
            "part_number": f"{sku}:{term}:{months}",
            "quantity": pick.choice((1, 2, 3, 5, 7, 10, 12, 25, 40, 144)),
            "price": self.price(currency), "currency": currency, "start": self.start(months or 1, is_due), "end": None,
            "status": pick.choice(("active", "active", "ACTIVE", "enabled")), "cycle": pick.choice(CYCLES[months]),
            "term": pick.choice(CYCLES[term]), "trial": False, "months": months,
        }
        if months is None:
            one["start"] = pick.randrange(self.period.start, self.period.end)
        one |= values
        self.subscriptions.append(one)
        return one

    def price(self, currency):
        digits = minor_digits(currency)
        if self.is_one_in(3):
            digits += self.random.randint(1, 5)
        return Decimal(self.random.randrange(1, 90 * 10**digits)).scaleb(-digits)

    def start(self, months, is_due):
        """A first day: in the month of the period some cycles ago, or in another month; often late in it."""
        back = months * self.random.choice((0, 1, 1, 2, 3)) if is_due else self.random.randrange(1, max(months, 2))
        first = plus_months(self.period.start, -back)
        last = plus_months(first, 1) - 1
        return self.random.choice((last, last - 1, first, self.random.randint(first, last), self.random.randint(first, last)))

    def cycle(self, one):
        """The days of the cycle that begins in the period, or that lasts when the period begins."""
        if one["months"] is None:
            return one["start"], one["start"] + 30
        cycles = Cycles(one["start"], one["months"])
        return cycles.beginning_in(self.period) or cycles.around(max(self.period.start, one["start"]))

    def cycle_price(self, one):
        """The price of one for a cycle."""
        if self.plan["price_of"] == "cycle" or one["months"] is None:
            return one["price"]
        term = next((months for months, names in CYCLES.items() if one["term"] in names), None)
        if term in (None, one["months"]) or not one["term"]:
            return one["price"]
        return half_up(Fraction(one["price"]) * one["months"] / term, minor_digits(one["currency"]))

    # Amounts.

    def amount(self, one, seats, factor=1, rounding=None, rate=1, currency=None):
        """What so many seats cost, by a rounding."""
        digits = minor_digits(currency or one["currency"])
        price = Fraction(self.cycle_price(one)) * rate
        line = price * seats * factor
        rounding = rounding or self.random.choice(("floor", "half-up", "half-even", "floor-unit", "half-up-unit"))
        if rounding == "floor-unit":
            return cut(price * factor, digits) * seats
        if rounding == "half-up-unit":
            return half_up(price * factor, digits) * seats
        if rounding == "floor-floor-rate":
            return cut(Fraction(cut(line / rate, minor_digits(one["currency"]))) * rate, digits)
        return {"floor": cut, "half-up": half_up, "half-even": half_even}[rounding](line, digits)

    def full(self, one, seats=None):
        """The exact amount of a whole cycle."""
        return kept((one["quantity"] if seats is None else Decimal(seats)) * self.cycle_price(one))

    def unit(self, one):
        return Decimal(1).scaleb(-minor_digits(one["currency"]))

    def off(self, one):
        """An amount that nobody takes for a rounding."""
        digits = minor_digits(one["currency"])
        return max(half_up(Fraction(self.full(one)) * self.random.choice((1, 2, 3)) / 10, digits), 20 * self.unit(one))

    # Rows.

    def row(self, one, quantity=None, amount=None, days=0, **values):
        """A row of a subscription, for the whole cycle unless something else is said."""
        if days == 0:
            days = self.cycle(one)
        row = dict.fromkeys(CHARGE_COLUMNS, "")
        for key in ("subscription", "sku", "customer", "product", "part_number", "currency"):
            row[key] = one[key]
        row["charge_type"] = self.random.choice(("new", "renew", "cycleCharge", "CYCLECHARGE", ""))
        row["reference"] = self.reference() if self.is_one_in(2) else ""
        row["start"], row["last_day"] = (text(days[0]), text(days[1] - 1)) if days else ("", "")
        row["quantity"] = one["quantity"] if quantity is None else quantity
        row["amount"] = self.full(one, row["quantity"]) if amount is None else amount
        if self.is_one_in(6):
            row["cycle"], row["term"] = self.random.choice(CYCLES[one["months"]]), one["term"]
        row |= values
        self.rows.append(row)
        return row

    def reference(self):
        self.count += 1
        return f"{90000000 + self.count}"

    def again(self, row, times=1, **values):
        """The same row once more, or more often."""
        for _ in range(times):
            self.rows.append(row | values)
        return row

    def past(self, row):
        self.earlier.append(dict(row))

    def days_after(self, begin, end):
        """The days of a cycle but its first, as far as they are the period's."""
        return range(begin + 1, max(min(end, self.period.end), begin + 2))

    def day_after(self, begin, end):
        return self.random.choice(self.days_after(begin, end))

    # Shapes that several plants use.

    def clean(self, **values):
        """A subscription that is billed as it should be."""
        one = self.subscription(**values)
        self.row(one)
        return one

    def segments(self, one, count=None, last=None, rounding=None):
        """A whole cycle with seats that change: wiped and recreated, so that the last ones are the subscription's."""
        begin, end = self.cycle(one)
        days = self.days_after(begin, end)
        starts = sorted(self.random.sample(days, min(count or self.random.choice((1, 1, 2, 3)), len(days))))
        seats = [self.random.randrange(1, 30) for _ in starts] + [one["quantity"] if last is None else last]
        self.row(one, seats[0], self.amount(one, seats[0], rounding=rounding), (begin, end))
        for place, start in enumerate(starts):
            self.change(one, (start, end), seats[place], seats[place + 1], rounding=rounding)
        return starts

    def change(self, one, days, old, new, rounding=None, **values):
        """What a change of seats gives: the old ones back, the new ones charged, under one reference."""
        begin, end = Cycles(one["start"], one["months"]).around(days[0])
        factor = self.factor(days, end - begin, one["months"])
        reference = self.reference()
        for seats, sign in ((old, -1), (new, 1)):
            if seats:
                self.row(one, seats, sign * self.amount(one, seats, factor, rounding), days, reference=reference,
                         charge_type=self.random.choice(("addQuantity", "removeQuantity", "convert")), **values)

    def factor(self, days, cycle, months):
        length = days[1] - days[0]
        basis = self.random.randrange(9)
        if basis == 1 and length + 1 < cycle:
            length += 1
        elif basis == 2 and length > 1:
            length -= 1
        elif basis == 3:
            return Fraction(length, 30 * months)
        elif basis == 4:
            return Fraction(12 * length, 365 * months)
        return Fraction(length, cycle)
