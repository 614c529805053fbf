"""Charges and entitlements, as they are read from files."""

import csv
import gzip
import json
from decimal import Decimal
from fractions import Fraction

from calendar_months import Cycles, day
from exact import NOUGHT, half_up, minor_digits
from settings import KEYS

ASCII_SPACE = " \t\n\r\v\f"

# Names of billing cycles and terms that are known, and their months; None is billed once.
_MONTHS = {
    "monthly": 1, "quarterly": 3, "biannual": 6, "annual": 12, "yearly": 12, "triennial": 36, "one_time": None,
}
_RUNNING = frozenset(("", "active", "enabled", "running"))
_ENDED = frozenset(("cancelled", "canceled", "deleted", "expired", "disabled", "stopped"))


def months_of(name):
    """What a cycle or term is compared by: its months where the name is known, else its lower-case letters."""
    lower = name.lower()
    if lower in _MONTHS:
        return _MONTHS[lower]
    if len(lower) > 2 and lower[0] == "p" and lower[1:-1].isdecimal() and lower[-1] in "my":
        return int(lower[1:-1]) * (12 if lower[-1] == "y" else 1)
    return lower


class Charge:
    """A row of the report."""

    __slots__ = (
        "number", "keys", "type", "kind", "reference", "quantity", "amount", "currency", "days", "term", "cycle", "rate",
        "contract_amount", "is_aliased", "seats")

    @property
    def takes_back(self):
        return self.amount < 0

    @property
    def natural_key(self):
        return (self.keys, self.type, self.reference, self.quantity, self.amount, self.currency, self.days)


class Entitlement:
    """What should be billed: a subscription."""

    __slots__ = (
        "number", "keys", "quantity", "price", "currency", "start", "end", "written_end", "status", "is_running", "cycle", "months",
        "term", "is_trial", "occurrence", "is_found", "is_contested", "due_cycle", "is_due", "expected")

    @property
    def has_ended(self):
        return self.end is not None

    @property
    def is_unclear(self):
        return not self.is_running and self.end is None

    @property
    def cycles(self):
        return Cycles(self.start, self.months)


class Aliases:
    """What a key's alias file says."""

    def __init__(self, path):
        with open(path, encoding="utf-8", newline="") as file:
            self.stands_for = {
                row["alias"].strip(ASCII_SPACE): row["stands_for"].strip(ASCII_SPACE) for row in csv.DictReader(file)}
        self.known = set(self.stands_for) | set(self.stands_for.values())


class Reader:
    """Reads the files of a plan."""

    def __init__(self, settings):
        self.settings = settings
        self.aliases = {key: Aliases(settings.path(name)) for key, name in settings.alias_files.items()}
        # Equal texts are one object: a million rows name few customers.
        self.texts = {}

    def text(self, value):
        value = value.strip(ASCII_SPACE)
        return self.texts.setdefault(value, value)

    # Charges.

    def charges(self, name):
        columns = self.settings.charge_columns
        path = self.settings.path(name)
        with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8", newline="") as file:
            lines = csv.reader(file)
            heading = {title: place for place, title in enumerate(next(lines))}
            places = {column: heading[title] for column, title in columns.items()}
            return [self.charge(number, line, places) for number, line in enumerate((l for l in lines if l), 1)]

    def charge(self, number, line, places):
        def field(column):
            return line[places[column]].strip(ASCII_SPACE) if column in places else ""

        def number_of(column):
            value = field(column)
            return Decimal(value) if value else None

        charge = Charge()
        charge.number = number
        charge.is_aliased = False
        charge.keys = tuple(self.text(field(key)) for key in KEYS)
        charge.type = self.text(field("charge_type"))
        charge.kind = self.settings.charge_types.get(charge.type.lower())
        charge.reference = self.text(field("reference"))
        charge.quantity, charge.amount = Decimal(field("quantity")), Decimal(field("amount"))
        charge.currency = self.text(field("currency"))
        start, last = field("start"), field("last_day")
        charge.days = (day(start), day(last) + 1) if start else None
        charge.term, charge.cycle = self.text(field("term")), self.text(field("cycle"))
        charge.rate, charge.contract_amount = number_of("rate"), number_of("contract_amount")
        charge.seats = -abs(charge.quantity) if charge.amount < 0 else charge.quantity
        return charge

    def replace_aliases(self, charges):
        """Gives charges the keys that their aliases stand for."""
        for charge in charges:
            keys = tuple(
                self.aliases[key].stands_for.get(value, value) if key in self.aliases else value
                for key, value in zip(KEYS, charge.keys))
            if keys != charge.keys:
                charge.keys, charge.is_aliased = tuple(map(self.text, keys)), True

    # Entitlements.

    def entitlements(self):
        with open(self.settings.path(self.settings.entitlements), encoding="utf-8") as file:
            items = json.load(file, parse_float=Decimal, parse_int=Decimal)["items"]
        entitlements = [self.entitlement(number, item) for number, item in enumerate(items, 1)]
        number_repeats(entitlements)
        return entitlements

    def entitlement(self, number, item):
        columns = self.settings.entitlement_columns

        def field(column):
            value = item.get(columns[column]) if column in columns else None
            return "" if value is None else value if isinstance(value, str) else str(value)

        entitlement = Entitlement()
        entitlement.number = number
        entitlement.keys = tuple(self.text(field(key)) for key in KEYS)
        entitlement.quantity, entitlement.price = Decimal(field("quantity")), Decimal(field("price"))
        entitlement.currency = self.text(field("currency"))
        entitlement.start = day(field("start").strip(ASCII_SPACE))
        entitlement.status = field("status")
        status, end = entitlement.status.lower(), field("end").strip(ASCII_SPACE)
        entitlement.is_running = status in _RUNNING
        entitlement.written_end = day(end) if end else None
        entitlement.end = entitlement.written_end if status in _ENDED else None
        entitlement.cycle, entitlement.term = self.text(field("cycle")), self.text(field("term"))
        entitlement.months = months_of(entitlement.cycle or "monthly")
        entitlement.is_trial = field("trial").lower() == "true"
        entitlement.is_found = entitlement.is_contested = False
        self.find_due(entitlement)
        return entitlement

    def find_due(self, entitlement):
        """What is due in the period, and for which cycle."""
        period = self.settings.period
        if self.settings.price_of == "term":
            entitlement.price = price_of_cycle(entitlement)
        if entitlement.months is None:
            begin = entitlement.start
            entitlement.due_cycle = (begin, None) if begin in period else None
        else:
            entitlement.due_cycle = entitlement.cycles.beginning_in(period)
        entitlement.is_due = bool(
            entitlement.due_cycle and not entitlement.is_trial and entitlement.price and entitlement.quantity
            and (entitlement.end is None or entitlement.due_cycle[0] < entitlement.end))
        entitlement.expected = entitlement.quantity * entitlement.price if entitlement.is_due else NOUGHT


def price_of_cycle(entitlement):
    """The price of one for a cycle, of its price for the whole term; as it stands where there is no telling."""
    term = months_of(entitlement.term) if entitlement.term else None
    if entitlement.months is None or not isinstance(term, int) or term == entitlement.months:
        return entitlement.price
    numerator, denominator = (entitlement.price * entitlement.months).as_integer_ratio()
    return half_up(Fraction(numerator, denominator * term), minor_digits(entitlement.currency))


def number_repeats(entitlements):
    """Gives entitlements that are equal in everything their occurrences.

    Names of statuses, cycles and terms are equal when they mean the same; an end has to be also when it does not count.
    """
    seen = {}
    for one in entitlements:
        key = (one.keys, one.quantity, one.price, one.currency, one.start, one.is_running, one.is_unclear,
               one.written_end, one.months, months_of(one.term), one.is_trial)
        one.occurrence = seen.get(key, 0)
        seen[key] = one.occurrence + 1
