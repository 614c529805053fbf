"""What is planted to be on one side only, and under aliases: B1 to B11, S1 to S4, X2."""

from decimal import Decimal

from planting import plant


@plant("B1")
def no_subscription(book):
    one = book.subscription()
    book.subscriptions.pop()
    book.row(one)
    if book.is_one_in(2):
        row = book.row(one, charge_type="addQuantity", reference=book.reference())
        book.row(one, amount=-row["amount"], reference=book.random.choice((row["reference"], "", "unknown")))


@plant("B2")
def after_the_end(book):
    one = book.subscription(months=1, status=book.random.choice(("cancelled", "expired", "Deleted")))
    begin, end = book.cycle(one)
    one["end"] = book.random.choice((begin, begin - 1, begin - 40))
    book.row(one)


@plant("B3")
def before_the_start(book):
    one = book.subscription(months=1, start=book.period.end + book.random.randrange(0, 5))
    start = book.period.start + book.random.randrange(5)
    book.row(one, days=(start, start + book.random.choice((25, 30, 31))))


@plant("B4")
def once_more(book):
    book.clean()
    book.again(book.rows[-1], book.random.choice((1, 1, 2, 3)))


@plant("B4")
def taken_back_too_often(book):
    one = book.subscription()
    row = book.row(one, reference=book.reference())
    book.again(row, book.random.randrange(0, 3))
    back = book.row(one, amount=-row["amount"], reference=row["reference"], charge_type="cancelImmediate", cycle="", term="")
    book.again(back, book.random.randrange(0, 3))


@plant("B5")
def billed_before(book):
    one = book.clean()
    book.past(book.rows[-1])
    if book.is_one_in(3):
        book.again(book.rows[-1])
    if book.is_one_in(3):
        book.row(one, days=None)
        book.past(book.rows[-1] | {"quantity": f"{book.rows[-1]['quantity']}.0"})


@plant("B6")
def a_credit_without_a_link(book):
    one = book.clean()
    book.row(one, 1, -book.amount(one, 1), charge_type=book.random.choice(("customerCredit", "rebate", "new")),
             reference=book.random.choice(("", "elsewhere")))
    if book.is_one_in(3):
        book.again(book.rows[-1])


@plant("B6")
def nothing_but_a_credit(book):
    one = book.subscription()
    book.row(one, amount=-book.full(one), charge_type="customerCredit")


@plant("M3")
def a_credit_with_a_link(book):
    one = book.subscription()
    reference = book.reference()
    book.row(one, one["quantity"] + 2, reference=reference)
    book.row(one, 2, -book.full(one, 2), reference=reference, charge_type="customerCredit")


@plant("B7")
def a_correction(book):
    one = book.subscription(months=1)
    days = (book.period.start - 40, book.period.start - book.random.choice((0, 9)))
    way = book.random.randrange(3)
    row = book.row(one, 1, book.amount(one, 1), days, charge_type="correction" if way == 0 else "customerCredit",
                   reference=book.reference())
    if way == 1:
        book.past(row | {"quantity": 9, "amount": 90})
    elif way == 2:
        book.past(row | {"amount": 77, "reference": ""})
    if not book.is_one_in(3):
        book.row(one)


@plant("B8")
def not_by_the_seat(book):
    one = book.subscription() if book.is_one_in(2) else book.clean()
    kind = book.random.choice(("usage", "Usage", "oneTime", "marketplace", "support", "fee", "SURCHARGE"))
    for _ in range(book.random.choice((1, 2, 5))):
        book.row(one, amount=Decimal(book.random.randrange(1, 10**9)).scaleb(-7), charge_type=kind)
    if book.is_one_in(2):
        book.again(book.rows[-1])


@plant("B8")
def not_by_the_seat_under_two_names(book):
    one = book.clean()
    for customer in (one["customer"], book.customer_codes.get(one["customer"], "nobody")):
        book.row(one, 1, Decimal("0.0375"), charge_type="usage", customer=customer)


@plant("B5")
def billed_before_under_an_alias(book):
    one = book.clean()
    row, alias = book.rows[-1], book.customer_codes.get(one["customer"], "nobody")
    way = book.random.randrange(3)
    if way == 0:
        row["customer"] = alias
        book.past(row)
    else:
        book.past(row | {"customer": alias})
    if way == 2:
        book.row(one, days=(book.period.start - 30, book.period.start), charge_type="customerCredit", amount=-1)
        book.past(book.rows[-1] | {"customer": alias, "amount": 1})


@plant("B9")
def tax(book):
    one = book.clean()
    book.row(one, 1, book.random.choice((19, -2, 0)), charge_type=book.random.choice(("tax", "TAX")))


@plant("B10")
def several_fit(book):
    one = book.subscription(months=1)
    way = book.random.randrange(5)
    if way == 0:
        for _ in range(book.random.choice((1, 2))):
            book.subscription(months=1, customer=one["customer"], sku=one["sku"], part_number=one["part_number"],
                              currency=book.random.choice((one["currency"], "USD")))
        book.row(one, subscription="")
    elif way == 1:
        one["subscription"] = ""
        book.row(one, subscription=f"a{one['sku']}")
        book.row(one, subscription=book.random.choice(("", f"b{one['sku']}")))
    elif way == 2:
        book.subscription(months=1, subscription=one["subscription"], customer=one["customer"])
        for sku in (one["sku"], "unheard of"):
            book.row(one, sku=sku, reference=book.reference())
    elif way == 3:
        book.subscriptions.append(one | {"quantity": one["quantity"] + 1})
        book.row(one)
        book.again(book.rows[-1])
    else:
        two = book.subscription(customer=one["customer"], sku=one["sku"])
        three = book.subscription(customer=one["customer"], sku=one["sku"])
        book.row(two)
        book.row(one, subscription="", currency=book.random.choice((one["currency"], "NOK")))
        book.row(three, subscription="", days=None)


@plant("B11")
def unmapped(book):
    one = book.subscription()
    book.subscriptions.pop()
    book.row(one, **book.random.choice(({"customer": "nobody"}, {"sku": "nothing"}, {"customer": "nobody", "sku": ""})))


# What is held only.

@plant("S1")
def not_billed(book):
    book.subscription(months=book.random.choice((0, 0, None)))


@plant("S2")
def not_due(book):
    book.subscription(**book.random.choice((
        {"months": 12, "is_due": False}, {"trial": True}, {"price": Decimal(0)}, {"quantity": 0},
        {"start": book.period.end + 3}, {"status": "expired", "end": book.period.start},
        {"months": None, "start": book.period.start - 1})))


@plant("S3")
def bought_late(book):
    book.subscription(months=1, start=book.period.end - book.random.randrange(1, 8))


@plant("S4")
def unclear(book):
    one = book.subscription(status=book.random.choice(("suspended", "pending", "error", "cancelled", "aktiv")))
    if book.is_one_in(2):
        book.row(one, amount=book.random.choice((book.full(one), 0)))


@plant("X2")
def an_unknown_type(book):
    one = book.clean()
    book.row(one, charge_type=book.random.choice(("mystery", "re new", "credit")))
    if book.is_one_in(2):
        book.again(book.rows[-1])


# Names that are aliases.

@plant("M0")
def under_aliases(book):
    one = book.clean(sku="CFQ7TTC0L003")
    row = book.rows[-1]
    row["customer"] = book.customer_codes.get(one["customer"], one["customer"])
    row["sku"] = "MFG-" + row["sku"]
    row["subscription"] = book.random.choice((row["subscription"], ""))
