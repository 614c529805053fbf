"""The whole of docs/rules.md, in its order: every row and every entitlement gets one outcome."""

from cascade import Cascade
from exact import NOUGHT
from groups import classified, grouped, of_other_periods
from match import Match
from outcome import Outcome
from rows import Reader
from settings import KEYS


class Reconciliation:
    """Reads the rows of a plan and decides what became of each."""

    def __init__(self, settings):
        self.settings = settings
        reader = Reader(settings)
        self.aliases = reader.aliases
        self.charges = reader.charges(settings.charges)
        self.entitlements = reader.entitlements()
        earlier = reader.charges(settings.earlier) if settings.earlier else None
        self.matches = []
        held, self.outcomes = classified(self.charges)
        held, others = of_other_periods(held, earlier, settings.period)
        self.outcomes += others
        reader.replace_aliases(held)
        self.decide(grouped(held))

    def decide(self, groups):
        cascade = Cascade(self.settings, groups, self.entitlements).run()
        for cluster in cascade.clusters:
            self.outcomes += contested(cluster)
        for group in cascade.waiting:
            self.alone(group)
        matched = {}
        for group in groups:
            if group.entitlement is not None:
                matched.setdefault(group.entitlement.number, []).append(group)
        for one in self.entitlements:
            if one.number in matched:
                self.together(one, matched[one.number])
            elif not one.is_contested:
                self.unbilled(one)
        self.settle()

    # What no level brings together.

    def alone(self, group):
        linked = {row.reference for row in group.rows if row.reference and not row.takes_back}
        held = []
        for row in group.rows:
            if row.takes_back and row.reference not in linked:
                self.outcomes.append(Outcome("B6", [row]))
            else:
                held.append(row)
        if held:
            code = "B4" if group.occurrence > 0 else "B11" if self.is_unmapped(group) else "B1"
            self.outcomes.append(Outcome(code, held))

    def is_unmapped(self, group):
        return any(
            value and key in self.aliases and value not in self.aliases[key].known
            for key, value in zip(KEYS, group.keys))

    def unbilled(self, one):
        cutoff = self.settings.cutoff_days
        period = self.settings.period
        if one.is_unclear:
            code = "S4"
        elif not one.is_due:
            code = "S2"
        elif cutoff is not None and period.end - cutoff <= one.start < period.end:
            code = "S3"
        else:
            code = "S1"
        self.outcomes.append(Outcome(code, entitlements=[one]))

    # Rules 4 and 5.

    def together(self, one, groups):
        linked = {row.reference for group in groups for row in group.rows if row.reference and not row.takes_back}
        for group in groups:
            held = []
            for row in group.rows:
                if row.takes_back and row.kind != "change" and row.reference not in linked:
                    self.outcomes.append(Outcome("B6", [row]))
                else:
                    held.append(row)
            group.rows = held
        groups = [group for group in groups if group.rows]
        if not groups:
            self.unbilled(one)
            return
        own = [group for group in groups if group.currency == one.currency]
        foreign = sorted((group for group in groups if group.currency != one.currency), key=lambda group: group.order)
        if own:
            self.judge(one, own, 1)
        elif (rate := self.rate(one, foreign)) is not None:
            self.judge(one, foreign, rate)
            return
        for place, group in enumerate(foreign):
            entitlements = [one] if place == 0 and not own else []
            self.outcomes.append(Outcome("V8", group.rows, entitlements, group.level))

    def rate(self, one, groups):
        """The rate of rows that are all in one other currency: the plan's, or the one, above nought, that all rows state."""
        currencies = {group.currency for group in groups}
        if len(currencies) > 1:
            return None
        stated = self.settings.rate(one.currency, *currencies)
        if stated is not None:
            return stated
        rates = {row.rate for group in groups for row in group.rows}
        rate = rates.pop() if len(rates) == 1 else None
        return rate if rate is not None and rate > 0 else None

    def judge(self, one, groups, rate):
        rows = [row for group in groups for row in group.rows]
        self.matches.append(Match(self.settings, rows, one, rate, max(group.level for group in groups)))

    # Rule 11: what a bucket may hold in all.

    def settle(self):
        sums, tolerances = {}, {"amount": self.settings.amount}
        tolerances |= {"code:" + code: tolerance for code, tolerance in self.settings.codes.items()}
        tolerances |= {"class:" + name: tolerance for name, tolerance in self.settings.classes.items()}
        for match in self.matches:
            if match.bucket is not None:
                key = (match.bucket, match.outcome.currency)
                sums[key] = sums.get(key, NOUGHT) + abs(match.difference)
        exceeded = {
            key for key, total in sums.items()
            if tolerances[key[0]].max_total is not None and total > tolerances[key[0]].max_total}
        self.outcomes += [match.settle(exceeded) for match in self.matches]


def contested(cluster):
    """B10: an outcome for each currency that occurs."""
    currencies = {group.currency for group in cluster.groups} | {one.currency for one in cluster.entitlements}
    for currency in sorted(currencies):
        rows = [row for group in cluster.groups if group.currency == currency for row in group.rows]
        entitlements = [one for one in cluster.entitlements if one.currency == currency]
        yield Outcome("B10", rows, entitlements, cluster.level)
