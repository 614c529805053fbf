"""Holds what was published against what the oracle says, outcome by outcome and field by field."""

from collections import Counter
from datetime import date
from decimal import Decimal

from published import rows_of


def number(field):
    return Decimal(field) if field else None


class Comparison:
    """The differences between a published set and a reconciliation by the oracle."""

    def __init__(self, reconciliation, lines, shown=20):
        self.most = shown
        self.reconciliation = reconciliation
        self.by_charge, self.by_entitlement = {}, {}
        self.codes = Counter()
        self.columns_compared = set()
        self.count = 0
        self.shown = []
        self.kinds = Counter()
        for outcome in reconciliation.outcomes:
            self.claim(outcome)
        for line in lines:
            self.compare(line)
        self.ask_for_the_rest()

    def claim(self, outcome):
        """Notes an outcome under its rows: each row and each entitlement has exactly one."""
        self.codes[outcome.code] += 1
        for index, those in ((self.by_charge, outcome.charges), (self.by_entitlement, outcome.entitlements)):
            for one in those:
                if index.setdefault(one.number, outcome) is not outcome:
                    raise AssertionError(f"the oracle gives row {one.number} two outcomes")

    def compare(self, line):
        """Compares a published line with the outcome of its first row."""
        self.count += 1
        charges, entitlements = rows_of(line["charge_rows"]), rows_of(line["entitlement_rows"])
        outcome = (self.by_charge.get(charges[0]) if charges else self.by_entitlement.get(entitlements[0]))
        if outcome is None:
            self.differ("rows", line, None, "rows that the oracle has given to others, or does not know")
            return
        wrong = {
            name: (published, expected) for name, published, expected in self.fields(line, outcome, charges, entitlements)
            if published != expected}
        if wrong:
            kind = "code" if "code" in wrong else next(iter(wrong))
            label = f"code {outcome.code} published as {line['code']}" if kind == "code" else f"{kind} of {outcome.code}"
            self.differ(label, line, outcome, "; ".join(
                f"{name}: published {published}, oracle {expected}" for name, (published, expected) in wrong.items()))
        for one in outcome.charges:
            self.by_charge.pop(one.number, None)
        for one in outcome.entitlements:
            self.by_entitlement.pop(one.number, None)

    def fields(self, line, outcome, charges, entitlements):
        """Each field's name, what was published and what the oracle says; new columns only where they are there."""
        yield "code", line["code"], outcome.code
        yield "charge rows", charges, sorted(one.number for one in outcome.charges)
        yield "entitlement rows", entitlements, sorted(one.number for one in outcome.entitlements)
        yield "match_level", line["match_level"], "" if outcome.level is None else str(outcome.level)
        yield "currency", line["currency"], outcome.currency
        yield "expected_currency", line["expected_currency"], outcome.expected_currency or ""
        yield "billed_amount", number(line["billed_amount"]), outcome.billed
        yield "expected_amount", number(line["expected_amount"]), outcome.expected
        yield "difference", number(line["difference"]), outcome.difference
        for name, value in self.new_fields(outcome):
            if name in line:
                self.columns_compared.add(name)
                published = line[name]
                if isinstance(value, set):
                    published = set(published.split())
                elif isinstance(value, Decimal) or value is None:
                    published = number(published) if name not in ("model", "bucket") else published or None
                yield name, published, value

    def new_fields(self, outcome):
        yield "model", outcome.models
        yield "model_amount", outcome.model_amount
        yield "residual", outcome.residual
        for place, name in enumerate(("quantity_part", "price_part", "period_part", "fx_part", "rest_part")):
            yield name, outcome.parts[place] if outcome.parts else None
        yield "rate", outcome.rate
        yield "bucket", outcome.bucket
        yield "flags", outcome.flags

    def ask_for_the_rest(self):
        """What the oracle knows of and nobody published."""
        for index in (self.by_charge, self.by_entitlement):
            for outcome in {id(one): one for one in index.values()}.values():
                self.differ(f"{outcome.code} not published", None, outcome, "not published")

    # Telling.

    def differ(self, kind, line, outcome, text):
        self.kinds[kind] += 1
        if self.kinds[kind] <= max(3, self.most // 20) and len(self.shown) < self.most:
            self.shown.append("\n".join(self.described(kind, line, outcome, text)))

    def described(self, kind, line, outcome, text):
        yield f"  {kind}: {text}"
        if line:
            yield f"    published {line['code']} {line['charge_rows']} | {line['entitlement_rows']}: {line['why']}"
        if outcome:
            for one in outcome.charges[:12]:
                yield (f"    row {one.number}: {'/'.join(one.keys)} {one.type or 'no type'} ref {one.reference or '-'} "
                       f"{one.quantity} for {one.amount} {one.currency} {days(one.days)} "
                       f"{one.term} {one.cycle} {one.rate or ''} {one.contract_amount or ''}")
            for one in outcome.entitlements[:6]:
                yield (f"    entitlement {one.number}: {'/'.join(one.keys)} {one.quantity} x {one.price} {one.currency} "
                       f"from {text_of(one.start)} {one.cycle}/{one.term} {one.status} "
                       f"{'ended ' + text_of(one.end) if one.end else ''}{' trial' if one.is_trial else ''}")


def text_of(day):
    return date.fromordinal(day).isoformat()


def days(interval):
    return f"{text_of(interval[0])}..{text_of(interval[1] - 1)}" if interval else "no days"
