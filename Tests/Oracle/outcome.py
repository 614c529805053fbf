"""What became of rows."""

from exact import NOUGHT


class Outcome:
    """A code, the rows that have it, and the work that shows why."""

    __slots__ = (
        "code", "charges", "entitlements", "level", "currency", "billed", "expected", "expected_currency", "models",
        "model_amount", "residual", "parts", "rate", "bucket", "flags")

    def __init__(self, code, charges=(), entitlements=(), level=None):
        self.code, self.charges, self.entitlements, self.level = code, list(charges), list(entitlements), level
        self.models = self.model_amount = self.residual = self.parts = self.rate = self.bucket = None
        self.flags = {"aliased"} if any(charge.is_aliased for charge in self.charges) else set()
        self.currency = self.charges[0].currency if self.charges else self.entitlements[0].currency
        self.billed = sum((charge.amount for charge in self.charges), NOUGHT) if self.charges else None
        self.expected = self.expected_currency = None
        if self.entitlements:
            self.expected = sum((one.expected for one in self.entitlements), NOUGHT)
            if self.entitlements[0].currency != self.currency:
                self.expected_currency = self.entitlements[0].currency

    @property
    def difference(self):
        """Billed less expected; None between two currencies, also where a rate is stated."""
        return None if self.expected_currency else (self.billed or NOUGHT) - (self.expected or NOUGHT)
