"""The plan of a reconciliation, as docs/rules.md uses it: what a `reconcile` stage says, in JSON."""

import json
import os
from decimal import Decimal

from calendar_months import Month

KEYS = ("subscription", "sku", "customer", "product", "part_number")

CLASSES = {
    "": "subscription", "new": "subscription", "renew": "subscription", "cyclecharge": "subscription",
    "addquantity": "change", "removequantity": "change", "cancelimmediate": "change", "convert": "change",
    "changebillingplan": "change", "customercredit": "credit", "correction": "correction", "usage": "usage",
    "onetime": "one-time", "marketplace": "one-time", "support": "one-time", "fee": "one-time", "tax": "tax",
}
HELD_AGAINST_ENTITLEMENTS = frozenset(("subscription", "change", "credit", "correction"))


class Tolerance:
    """How far two values may be apart. Without any bound, nothing passes."""

    def __init__(self, value):
        bounds = value if isinstance(value, dict) else {} if value is None else {"absolute": value}
        self.absolute, self.percent, self.max_total = (
            None if bounds.get(name) is None else Decimal(str(bounds[name]))
            for name in ("absolute", "percent", "max_total"))

    def passes(self, difference, expected):
        """Whether a difference is within every bound that a single one can be held to."""
        if self.absolute is None and self.percent is None and self.max_total is None:
            return False
        if self.absolute is not None and abs(difference) > self.absolute:
            return False
        return self.percent is None or abs(difference) * 100 <= self.percent * abs(expected)

    def agrees(self, value, expected):
        """Whether two values are equal, or near enough."""
        return value == expected or self.passes(value - expected, expected)


class Settings:
    """A plan, and where the files are that it is for."""

    def __init__(self, plan, directory="."):
        self.directory = directory
        self.period = Month(plan["period"])
        self.levels = plan["match"]
        compare = plan.get("compare", {})
        self.quantity = Tolerance(compare.get("quantity"))
        self.amount = Tolerance(compare.get("amount"))
        self.codes = {code: Tolerance(value) for code, value in compare.get("codes", {}).items()}
        self.classes = {name: Tolerance(value) for name, value in compare.get("classes", {}).items()}
        self.days = int(compare.get("days", 0))
        self.cutoff_days = plan.get("cutoff_days")
        self.rates = {tuple(pair.split("/")): Decimal(str(rate)) for pair, rate in plan.get("rates", {}).items()}
        self.price_of = plan.get("price_of", "cycle")
        self.charge_types = CLASSES | {name.lower(): value for name, value in plan.get("charge_types", {}).items()}
        self.alias_files = plan.get("aliases", {})
        self.charges, self.earlier, self.entitlements = plan["charges"], plan.get("earlier"), plan["entitlements"]
        self.charge_columns, self.entitlement_columns = plan["charge_columns"], plan["entitlement_columns"]

    @classmethod
    def read(cls, path):
        with open(path, encoding="utf-8") as file:
            return cls(json.load(file), os.path.dirname(path))

    def path(self, name):
        return os.path.join(self.directory, name)

    def rate(self, expected, billed):
        """The stated rate between two currencies, or None."""
        return self.rates.get((expected, billed))


