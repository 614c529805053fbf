"""Noise: small changes to some rows and subscriptions, so that codes are reached that nobody planned."""

from decimal import Decimal

from book import text
from calendar_months import day

_TYPES = ("new", "renew", "cycleCharge", "addQuantity", "removeQuantity", "customerCredit", "correction", "usage", "tax", "")


def add_noise(book, seed):
    """Changes some rows and subscriptions, and puts blanks around some names. Every fourth seed is far noisier."""
    pick = book.random
    rate = 3 if seed % 4 == 0 else 20
    for row in list(book.rows):
        if pick.randrange(rate) == 0:
            pick.choice(ROW_CHANGES)(book, row)
        if pick.randrange(25) == 0:
            key = pick.choice(("subscription", "customer", "sku", "reference"))
            row[key] = pick.choice((f" {row[key]}", f"{row[key]}\t ", f"  {row[key]} "))
    for one in list(book.subscriptions):
        if pick.randrange(rate + 10) == 0:
            pick.choice(SUBSCRIPTION_CHANGES)(book, one)
    for one in book.subscriptions:
        one["start"] = text(one["start"]) + pick.choice(("", "T07:43:40.365Z", "T23:59:59Z"))
        one["end"] = text(one["end"]) if one["end"] else None
        if one["end"] is None and pick.randrange(3) == 0 and one["status"].lower() in ("active", "enabled"):
            # The day of renewal, which ends nothing.
            one["end"] = text(book.period.start + len(one["subscription"]))


def _seats(book, row):
    row["quantity"] = row["quantity"] + book.random.choice((-1, 1, Decimal("0.5")))


def _amount(book, row):
    row["amount"] = row["amount"] + book.random.choice((1, -1, Decimal("0.01"), Decimal("-0.01"), Decimal("0.001")))


def _sign(book, row):
    row["amount"] = -row["amount"]


def _negative_seats(book, row):
    row["quantity"] = -row["quantity"]


def _days(book, row):
    if row["start"]:
        first, last = day(row["start"]), day(row["last_day"])
        first += book.random.choice((-1, 0, 1, 1))
        last += book.random.choice((-1, 0, 1))
        if first <= last:
            row["start"], row["last_day"] = text(first), text(last)


def _without_days(book, row):
    row["start"] = row["last_day"] = ""


def _currency(book, row):
    row["currency"] = book.random.choice(("EUR", "USD", "SEK"))


def _reference(book, row):
    row["reference"] = book.random.choice(("", "undone", book.random.choice(book.rows)["reference"]))


def _type(book, row):
    row["charge_type"] = book.random.choice(_TYPES)


def _unnamed(book, row):
    row["subscription"] = ""


def _other_name(book, row):
    row["subscription"] = book.random.choice(book.rows)["subscription"]


def _other_customer(book, row):
    row["customer"] = book.random.choice(book.customers)


def _other_sku(book, row):
    row["sku"] = book.random.choice(book.rows)["sku"]


def _repeat(book, row):
    book.rows.append(dict(row))


def _take_back(book, row):
    book.rows.append(row | {"amount": -row["amount"]})


def _billed_before(book, row):
    book.past(row)


ROW_CHANGES = (
    _seats, _amount, _amount, _sign, _negative_seats, _days, _days, _without_days, _currency, _reference, _type, _unnamed,
    _unnamed, _other_name, _other_customer, _other_sku, _repeat, _take_back, _billed_before)


def _other_seats(book, one):
    one["quantity"] += 1


def _other_price(book, one):
    one["price"] += Decimal("0.01")


def _status(book, one):
    one["status"] = book.random.choice(("suspended", "cancelled", ""))


def _ended(book, one):
    one["status"], one["end"] = "cancelled", book.period.start + book.random.randrange(-20, 40)


def _trial(book, one):
    one["trial"] = True


def _free(book, one):
    one["price"] = Decimal(0)


def _twice(book, one):
    book.subscriptions.append(dict(one))


def _unnamed_subscription(book, one):
    one["subscription"] = ""


def _same_customer(book, one):
    other = book.random.choice(book.subscriptions)
    one["customer"], one["sku"] = other["customer"], other["sku"]


def _later(book, one):
    one["start"] += book.random.choice((-1, 1, 2))


SUBSCRIPTION_CHANGES = (
    _other_seats, _other_price, _status, _ended, _trial, _free, _twice, _unnamed_subscription, _same_customer, _later)
