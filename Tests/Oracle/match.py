"""Rules 6 to 11: the code of rows that are judged together with one entitlement."""

from fractions import Fraction
from functools import cached_property

from exact import FRACTION_DIGITS, NOUGHT, half_even, half_up, kept
from models import UNUSUAL, Pricing, is_whole
from outcome import Outcome
from rows import months_of
from seats import Seats

CODES_WITH_PARTS = frozenset("V1 V2 V3 V4 V5 V6 V7 V9 V11 M4".split())


class Match:
    """Rows of one currency and their entitlement. Its outcome has the code that holds without any tolerance of
    amounts; `bucket` names the tolerance by which it passes, if it does."""

    def __init__(self, settings, rows, entitlement, rate, level):
        self.settings, self.entitlement, self.rate = settings, entitlement, rate
        self.rows = sorted(rows, key=lambda row: row.number)
        self.outcome = Outcome(None, self.rows, [entitlement], level)
        self.pricing = Pricing(entitlement, self.outcome.currency, rate)
        self.is_converted = self.pricing.has_two_currencies
        if self.is_converted:
            self.outcome.rate = rate
            if settings.rate(entitlement.currency, self.outcome.currency) is None:
                self.outcome.flags.add("rate-of-rows")
        self.billed = self.outcome.billed
        self.quantity = sum((row.seats for row in self.rows), NOUGHT)
        self.expected = entitlement.expected * rate
        self.difference = self.billed - self.expected
        self.bucket = None
        self.judge()

    # The order of the rules.

    def judge(self):
        outcome = self.outcome
        self.has_parts = self.find_parts()
        code = self.code_by_keys_and_days()
        if code is None and self.has_parts:
            code = self.code_of_parts()
        elif code is None:
            code = self.code_of_whole_cycles()
        outcome.code = code
        if code == "V6" and any(row.days and row.days[0] < self.settings.period.start for row in self.rows):
            outcome.flags.add("earlier-days")
        if code in ("M1", "M2"):
            self.name_models()
        elif code in CODES_WITH_PARTS:
            outcome.parts = self.parts

    def find_parts(self):
        """Rule 7: whether the parts of cycles come to something, reference by reference."""
        sums = {}
        for row in self.rows:
            if not is_whole(row.days, self.entitlement):
                sums[row.reference] = sums.get(row.reference, NOUGHT) + row.amount
        return any(sums.values())

    @cached_property
    def models(self):
        """The model of each row, or None."""
        return [self.pricing.explain(row) for row in self.rows]

    @property
    def is_explained(self):
        return all(self.models)

    def name_models(self):
        """Rule 8: what M1 and M2 say of the models of their rows; or rule 9, of the whole."""
        outcome, found = self.outcome, self.models
        if not self.is_explained:
            found = [("full/half-up-line", half_up(self.expected, self.pricing.digits), False)]
        outcome.models = " + ".join(dict.fromkeys(name for name, _, _ in found))
        outcome.model_amount = sum((amount for _, amount, _ in found), NOUGHT)
        outcome.residual = self.billed - outcome.model_amount
        if any(is_near for _, _, is_near in found):
            outcome.flags.add("within-a-unit")
        if any(name.partition("/")[0] in UNUSUAL for name, _, _ in found):
            outcome.flags.add("unusual-basis")
        outcome.bucket = "rounding" if outcome.code == "M1" or outcome.residual else None

    # Rule 6.

    def code_by_keys_and_days(self):
        one = self.entitlement
        if any(row.keys[2] and one.keys[2] and row.keys[2] != one.keys[2] for row in self.rows):
            return "V10"
        if one.is_unclear and self.billed:
            return "S4"
        if any(differ(row.cycle, one.cycle) or differ(row.term, one.term) for row in self.rows):
            return "V5"
        dated = [row for row in self.rows if row.days is not None]
        if dated and all(row.days[1] <= one.start for row in dated):
            return "B3"
        if self.is_after_the_end(dated):
            return "B2"
        if any(self.is_out_of_place(row) for row in dated):
            return "V6"
        if any(row.amount > 0 and row.quantity < 0 for row in self.rows):
            return "V11"
        return None

    def is_after_the_end(self, dated):
        """Whether rows charge, and all that do begin after the end. What is taken back then a cancellation gives."""
        starts = [row.days[0] for row in dated if not row.takes_back]
        return self.entitlement.has_ended and bool(starts) and min(starts) >= self.entitlement.end

    def is_out_of_place(self, row):
        one, slack, start = self.entitlement, self.settings.days, row.days[0]
        if start < one.start - slack or start not in self.settings.period:
            return True
        return one.has_ended and start >= one.end + slack and not row.takes_back

    # Rule 8.

    def code_of_parts(self):
        seats = Seats(self.rows, self.entitlement, self.settings)
        if not self.is_explained:
            return "V11" if seats.are_wrong else "V7"
        if seats.are_wrong:
            code = "V1" if seats.are_more else "V2"
            if code in self.settings.codes and self.settings.codes[code].passes(self.difference, self.expected):
                self.bucket = "code:" + code
            return code
        if seats.is_something_amiss:
            return "V6"
        if seats.has_earlier_cycles:
            self.outcome.flags.add("seats-before-not-tested")
        return "M2"

    # Rules 9 to 11.

    def code_of_whole_cycles(self):
        one = self.entitlement
        agrees = self.quantity == one.quantity and self.difference == 0
        if agrees or not (self.billed or self.quantity or self.expected):
            return "M3" if any(row.takes_back for row in self.rows) else "M0"
        rounded = half_up(self.expected, self.pricing.digits)
        if self.quantity == one.quantity and self.expected and (self.is_explained or self.billed == rounded):
            return "M1"
        code = "V6" if not self.expected and one.price and not one.is_trial else self.variance()
        if code != "V6":
            self.find_bucket(code, self.billed == rounded)
        return code

    def find_bucket(self, code, is_rounded):
        """Rule 11: the tolerance that the difference is held to, and whether it passes; what is only rounded does."""
        is_within = self.settings.quantity.agrees(self.quantity, self.entitlement.quantity)
        kinds = {row.kind for row in self.rows}
        kind = next(iter(kinds)) if len(kinds) == 1 else None
        if code in self.settings.codes:
            bucket, tolerance, is_rounded = "code:" + code, self.settings.codes[code], False
            is_within = is_within or code in ("V1", "V2")
        elif self.is_converted:
            return
        elif kind in self.settings.classes:
            bucket, tolerance = "class:" + kind, self.settings.classes[kind]
        else:
            bucket, tolerance = "amount", self.settings.amount
        if is_within and (is_rounded or tolerance.passes(self.difference, self.expected)):
            self.bucket = bucket

    def variance(self):
        one, billed = self.entitlement, self.billed
        _, price, _, fx, _ = self.parts
        full = self.quantity * one.price * self.rate
        found = []
        if not self.settings.quantity.agrees(self.quantity, one.quantity):
            found.append("V1" if self.quantity > one.quantity else "V2")
        if billed not in (full, half_up(full, self.pricing.digits)) and (price or not self.is_converted):
            found.append(self.price_code)
        if self.is_converted and abs(fx) > len(self.rows) * self.pricing.unit:
            found.append("V9")
        return "V11" if len(found) > 1 else found[0] if found else self.price_code

    @property
    def price_code(self):
        return "V3" if self.difference > 0 else "V4"

    @cached_property
    def parts(self):
        """Rule 10: what a difference is made of, in quantity, price, period, currencies, and the rest."""
        one, rate = self.entitlement, self.rate
        whole = self.quantity * one.price
        quantity = (self.quantity - one.quantity) * one.price * rate if one.is_due else NOUGHT
        price = NOUGHT
        period = NOUGHT if one.is_due else whole * rate
        if self.has_parts:
            period += sum((self.by_days(row) for row in self.rows), NOUGHT) - whole * rate
        else:
            contract = self.contract_amount
            price = (contract - whole) * rate if contract is not None else NOUGHT
        parts = [half_up(value, self.pricing.digits) for value in (quantity, price, period)]
        parts.append(half_up(self.difference - sum(parts), self.pricing.digits) if self.is_converted else NOUGHT)
        return (*parts, self.difference - sum(parts))

    @property
    def contract_amount(self):
        if not self.is_converted:
            return self.billed
        amounts = [row.contract_amount for row in self.rows]
        return None if None in amounts else sum(amounts, NOUGHT)

    def by_days(self, row):
        """What a row comes to by the days of the cycle, in the currency that is billed, to 18 digits."""
        line = kept(row.seats * kept(self.entitlement.price * self.rate))
        if is_whole(row.days, self.entitlement):
            return line
        begin, end = self.entitlement.cycles.around(row.days[0])
        return half_even(Fraction(line) * Fraction(row.days[1] - row.days[0], end - begin), FRACTION_DIGITS)

    # What became of it.

    def settle(self, exceeded):
        """The outcome, once it is known which buckets hold more than they may."""
        outcome = self.outcome
        if self.bucket is not None and (self.bucket, outcome.currency) not in exceeded:
            outcome.code, outcome.bucket = "M4", self.bucket
        return outcome


def differ(name, other):
    """Whether two names of cycles or terms are there and mean different things."""
    return bool(name and other) and name != other and months_of(name) != months_of(other)
