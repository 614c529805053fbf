"""Exact arithmetic: decimals that never round by themselves, and roundings that say how they do."""

import decimal
from decimal import Decimal
from fractions import Fraction

# Sums and products of what files hold fit easily; where they should not, this is an error and not a rounded result.
decimal.setcontext(decimal.Context(prec=200, Emin=-10**6, Emax=10**6, traps=[
    decimal.Inexact, decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow, decimal.FloatOperation]))

NOUGHT = Decimal(0)
FRACTION_DIGITS = 18

_NO_MINOR_UNIT = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split())
_THOUSANDTHS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())


def minor_digits(currency):
    """How many digits the minor unit of a currency takes, by ISO 4217."""
    if currency in _NO_MINOR_UNIT:
        return 0
    if currency in _THOUSANDTHS:
        return 3
    return 4 if currency in ("CLF", "UYW") else 2


def minor_unit(currency):
    """One minor unit."""
    return Decimal(1).scaleb(-minor_digits(currency))


def _scaled(value, digits):
    """A value times a power of ten: its sign, and the numerator and denominator of what is left."""
    numerator, denominator = value.as_integer_ratio()
    return (-1 if numerator < 0 else 1), abs(numerator) * 10**digits, denominator


def cut(value, digits):
    """Toward nought."""
    sign, numerator, denominator = _scaled(value, digits)
    return Decimal(sign * (numerator // denominator)).scaleb(-digits)


def half_up(value, digits):
    """Halves away from nought."""
    sign, numerator, denominator = _scaled(value, digits)
    return Decimal(sign * ((2 * numerator + denominator) // (2 * denominator))).scaleb(-digits)


def half_even(value, digits):
    """Halves to the even neighbour."""
    sign, numerator, denominator = _scaled(value, digits)
    return Decimal(sign * round(Fraction(numerator, denominator))).scaleb(-digits)


def kept(value):
    """The value of a product, rounded half to even where it has more digits than are kept."""
    return value if value.as_tuple().exponent >= -FRACTION_DIGITS else half_even(value, FRACTION_DIGITS)


def as_decimal(value):
    """A fraction as a decimal, or None when that takes more digits than are kept."""
    if isinstance(value, Decimal):
        return value
    numerator, denominator = value.as_integer_ratio()
    whole, rest = divmod(numerator * 10**FRACTION_DIGITS, denominator)
    return None if rest else Decimal(whole).scaleb(-FRACTION_DIGITS)
