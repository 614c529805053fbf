"""What is planted, code by code. A plant puts subscriptions and rows into a book, in one of several ways.

The names are what was meant. What comes of it under a seed's plan, and after noise, only the rules say.
"""

from decimal import Decimal
from fractions import Fraction

from calendar_months import Cycles, months_between, plus_months
from plan import RATES

PLANTS = []


def plant(code):
    """Says that a function plants a code."""
    def add(function):
        PLANTS.append((code, function))
        return function
    return add


# Matches.

@plant("M0")
def exact(book):
    one = book.clean()
    if book.is_one_in(3):
        book.row(one, 0, 0, reference=book.reference())


@plant("M0")
def exact_in_several_rows(book):
    one = book.subscription()
    parts = [book.random.randrange(1, 9) for _ in range(book.random.randrange(2, 6))]
    one["quantity"] = sum(parts)
    for seats in parts:
        book.row(one, seats, reference=book.reference())


@plant("M0")
def exact_without_days_or_once(book):
    one = book.subscription(months=book.random.choice((None, 1, 12)))
    book.row(one, days=None)


@plant("M0")
def exact_on_both_sides_twice(book):
    one = book.clean()
    for _ in range(book.random.randrange(1, 4)):
        book.subscriptions.append(dict(one))
        if not book.is_one_in(4):
            book.again(book.rows[-1])


@plant("M0")
def a_month_from_another_day(book):
    one = book.subscription(months=1)
    start = book.random.randrange(max(book.period.start, one["start"]), book.period.end)
    book.row(one, days=(start, plus_months(start, 1)))
    if book.is_one_in(3):
        book.change(one, (start, plus_months(start, 1) - 3), 2, 2)


@plant("M1")
def rounded(book):
    one = book.subscription()
    one["price"] += Decimal(book.random.randrange(1, 999)).scaleb(-6)
    for seats in ((one["quantity"],) if book.is_one_in(2) else (one["quantity"] - 1, 1)):
        if seats:
            book.row(one, seats, book.amount(one, seats), reference=book.reference())


@plant("M3")
def charged_taken_back_charged(book):
    one = book.subscription()
    row = book.row(one, reference=book.reference())
    for _ in range(book.random.randrange(1, 3)):
        book.row(one, one["quantity"], -row["amount"], reference=row["reference"], charge_type="cancelImmediate",
                 cycle=row["cycle"], term=row["term"])
        book.again(row, book.random.choice((1, 1, 1, 2)))


@plant("M3")
def taken_back_at_once(book):
    one = book.clean(months=1)
    begin, end = book.cycle(one)
    days = (book.day_after(begin, end), end)
    book.change(one, days, 3, 3, rounding="floor")
    if book.is_one_in(2):
        two = book.subscription(months=12, is_due=False)
        book.row(two, 2, 20, reference="undone", charge_type="addQuantity")
        book.row(two, -2 if book.is_one_in(2) else 2, -20, reference="undone", charge_type="removeQuantity")


@plant("M2")
def wiped_and_recreated(book):
    book.segments(book.subscription(months=book.random.choice((1, 1, 1, 3, 12))))


@plant("M2")
def wiped_and_recreated_in_an_earlier_cycle(book):
    one = book.subscription(months=book.random.choice((3, 12, 36)), is_due=False)
    begin, end = Cycles(one["start"], one["months"]).around(book.period.start)
    starts = book.random.sample(range(book.period.start, book.period.end), book.random.choice((1, 1, 2, 3)))
    seats = [book.random.randrange(1, 30) for _ in starts] + [one["quantity"]]
    for place, start in enumerate(sorted(starts)):
        if begin < start < end:
            book.change(one, (start, end), seats[place], seats[place + 1])


@plant("M2")
def changed_before_and_in_the_new_cycle(book):
    one = book.subscription(months=1, start=book.start(1, True))
    begin, end = book.cycle(one)
    before = Cycles(one["start"], 1).around(begin - 1)
    if before[0] >= one["start"] and begin > book.period.start:
        start = book.random.randrange(book.period.start, begin)
        book.change(one, (start, begin), 3, one["quantity"])
    book.row(one)


@plant("M2")
def cancelled_with_a_refund(book):
    one = book.subscription(months=1)
    begin, end = book.cycle(one)
    one["status"], one["end"] = "cancelled", book.day_after(begin, end)
    back = book.random.choice((one["end"], one["end"], max(begin, one["end"] - 1)))
    book.row(one)
    book.row(one, one["quantity"], -book.amount(one, one["quantity"], Fraction(end - back, end - begin)), (back, end),
             charge_type="cancelImmediate")


@plant("M2")
def billed_until_it_ended(book):
    one = book.subscription(months=1)
    begin, end = book.cycle(one)
    one["status"], one["end"] = "deleted", book.day_after(begin, end)
    book.row(one, None, book.amount(one, one["quantity"], Fraction(one["end"] - begin, end - begin)), (begin, one["end"]))


@plant("M2")
def some_months_of_a_year(book):
    one = book.subscription(months=12, is_due=False)
    end = Cycles(one["start"], 12).around(book.period.start)[1]
    start = Cycles(one["start"], 1).beginning_in(book.period)[0]
    for seats, sign in ((4, -1), (one["quantity"], 1)):
        factor = Fraction(months_between(start, end), 12)
        book.row(one, seats, sign * book.amount(one, seats, factor), (start, end), reference=f"y{one['subscription']}")


@plant("M4")
def tolerated(book):
    one = book.subscription()
    amount = book.amount(one, one["quantity"], rounding="half-up") + book.random.choice((-5, -2, 2, 2, 3, 5)) * book.unit(one)
    book.row(one, amount=amount, charge_type=book.random.choice(("renew", "customerCredit", "Rebate", "convert")))


@plant("M4")
def tolerated_seats(book):
    one = book.subscription()
    seats = one["quantity"] + book.random.choice((-1, 1))
    book.row(one, seats, book.amount(one, one["quantity"]) if book.is_one_in(2) else book.amount(one, seats))


# Variances.

@plant("V1")
def too_many(book):
    one = book.subscription()
    seats = one["quantity"] + book.random.choice((1, 2, 5))
    book.row(one, seats, book.amount(one, seats))


@plant("V1")
def too_many_in_the_end(book):
    one = book.subscription(months=1)
    book.segments(one, last=one["quantity"] + book.random.randrange(1, 4), rounding="floor")


@plant("V1")
def recreated_without_a_wipe(book):
    one = book.subscription(months=1)
    begin, end = book.cycle(one)
    book.row(one)
    book.change(one, (book.day_after(begin, end), end), 0, 4)


@plant("V2")
def too_few(book):
    one = book.subscription(quantity=12)
    seats = one["quantity"] - book.random.choice((1, 2, 5))
    book.row(one, seats, book.amount(one, seats))


@plant("V2")
def too_few_in_the_end(book):
    one = book.subscription(months=book.random.choice((1, 3)), quantity=40)
    if book.is_one_in(2):
        book.segments(one, last=38)
        return
    begin, end = book.cycle(one)
    book.row(one)
    book.change(one, (book.day_after(begin, end), end), one["quantity"], 0)


@plant("V3")
def dearer(book):
    one = book.subscription()
    book.row(one, amount=book.full(one) + book.off(one))


@plant("V4")
def cheaper(book):
    one = book.subscription()
    book.row(one, amount=book.full(one) - book.off(one) / 2)


@plant("V3")
def a_trial_or_free_one_that_costs(book):
    one = book.subscription(**book.random.choice(({"trial": True}, {"price": Decimal(0)})))
    book.row(one, amount=book.random.choice((5, 0, 120)))


@plant("V5")
def another_term_or_cycle(book):
    one = book.subscription(months=1, cycle="monthly", term="P1M")
    book.row(one, **book.random.choice((
        {"term": "P1Y"}, {"cycle": "annual"}, {"cycle": "fortnightly"}, {"cycle": "one_time"}, {"term": "P3Y", "cycle": "P1M"},
        {"cycle": "p1m", "term": "monthly"}, {"term": " "})))
    if book.is_one_in(2):
        two = book.subscription(months=12, term="Custom Term")
        book.row(two, term=book.random.choice(("custom term", "other term", "P1Y")))


@plant("V6")
def days_of_another_month(book):
    one = book.subscription(months=1)
    begin, end = book.cycle(one)
    shift = book.random.choice((-31, -45, 31, 62))
    book.row(one, days=(begin + shift, end + shift))


@plant("V6")
def begins_before_it_was_bought(book):
    one = book.subscription(months=1, start=book.period.start + book.random.randrange(3, 20))
    early = book.random.choice((1, 2, 3))
    book.row(one, days=(one["start"] - early, one["start"] - early + 30))


@plant("V6")
def nothing_due(book):
    one = book.subscription(months=book.random.choice((3, 12, 36)), is_due=False)
    book.row(one, days=None if book.is_one_in(2) else (book.period.start + 4, Cycles(
        book.period.start + 4, one["months"]).around(book.period.start + 4)[1]))


@plant("V6")
def charged_after_and_before_the_end(book):
    one = book.subscription(months=1, status="canceled", end=book.period.start + 20)
    book.row(one)
    book.row(one, 1, book.amount(one, 1), (book.period.start + 21, book.period.start + 26))


@plant("V7")
def a_part_unexplained(book):
    one = book.subscription(months=book.random.choice((1, 3)))
    begin, end = book.cycle(one)
    start = book.random.choice((begin, begin + 1, end - 10))
    book.row(one, amount=book.full(one) * 61 / 100, days=(start, end if book.is_one_in(2) else end - 9))


@plant("V7")
def unexplained_among_changes(book):
    one = book.subscription(months=1)
    book.segments(one)
    row = book.random.choice(book.rows[-2:])
    row["amount"] += book.random.choice((-3, 3, 7)) * book.unit(one) + book.off(one).copy_sign(row["amount"])


@plant("V7")
def seats_that_do_not_fit(book):
    one = book.subscription(months=1)
    begin, end = book.cycle(one)
    start = book.day_after(begin + 1, end - 1)
    way = book.random.randrange(3)
    if way == 0:
        book.change(one, (start, end), 0, one["quantity"], rounding="floor")
    elif way == 1:
        book.row(one, 2)
        book.change(one, (start, end), 5, one["quantity"] + 3, rounding="floor")
    else:
        book.row(one)
        book.change(one, (start, end - 1), 2, 2)
        book.change(one, (start, end), 2, 3, rounding="floor")


@plant("V8")
def another_currency(book):
    one = book.subscription(currency="EUR")
    other = book.random.choice(("NOK", "GBP", "KWD"))
    if book.is_one_in(3):
        book.row(one)
    for _ in range(book.random.choice((1, 1, 2))):
        book.row(one, currency=other, sku=book.random.choice((one["sku"], "other")))
    if book.is_one_in(3):
        book.row(one, currency="USD")


@plant("V8")
def rates_that_differ(book):
    one = book.subscription(currency="SEK")
    for rate in ("0.0931", "0.0932"):
        book.row(one, 1, book.amount(one, 1, rate=Fraction(rate)), currency="EUR", rate=rate, reference=book.reference())


@plant("V9")
def another_rate(book):
    pair = book.random.choice(list(RATES))
    expected, billed = pair.split("/")
    one = book.subscription(currency=expected)
    rate = Fraction(RATES[pair]) * book.random.choice((Fraction(1), Fraction(1), Fraction(103, 100), Fraction(97, 100)))
    amount = book.amount(one, one["quantity"], rate=rate, currency=billed)
    contract = book.random.choice(("", book.full(one), book.full(one), book.full(one) + book.off(one)))
    book.row(one, amount=amount, currency=billed, contract_amount=contract)


@plant("V9")
def a_rate_in_the_rows(book):
    one = book.subscription(currency="USD", months=1)
    rate = book.random.choice(("9.6187", "10.25", "1.5"))
    used = Fraction(rate) * book.random.choice((1, 1, Fraction(11, 10)))
    currency = book.random.choice(("SEK", "JPY", "KWD"))
    for seats in {one["quantity"], 1} if book.is_one_in(2) else (one["quantity"],):
        book.row(one, seats, book.amount(one, seats, rate=used, currency=currency), currency=currency, rate=rate,
                 contract_amount=book.full(one, seats) if book.is_one_in(2) else "")


@plant("V8")
def a_rate_of_nought(book):
    one = book.subscription(currency="EUR")
    book.row(one, amount=book.random.choice((0, 7)), currency="SEK" if not book.plan["rates"] else "GBP", rate="0")


@plant("M2")
def parts_at_a_rate(book):
    one = book.subscription(currency="EUR", months=1)
    begin, end = book.cycle(one)
    rate, start = Fraction(RATES["EUR/USD"]), book.day_after(begin, end)
    factor, reference = Fraction(end - start, end - begin), book.reference()
    rounding = book.random.choice(("floor", "half-up", "floor-unit", "floor-floor-rate", "floor-floor-rate"))
    book.row(one, 3, book.amount(one, 3, 1, "half-up", rate, "USD"), currency="USD")
    for seats, sign in ((3, -1), (one["quantity"], 1)):
        book.row(one, seats, sign * book.amount(one, seats, factor, rounding, rate, "USD"), (start, end),
                 currency="USD", reference=reference, charge_type="addQuantity")


@plant("V10")
def another_customer(book):
    one = book.subscription()
    book.row(one, customer=book.random.choice((one["customer"] + "x", book.random.choice(book.customers))))
    if book.is_one_in(3):
        two = book.subscription(customer="")
        book.row(two, customer=book.random.choice(book.customers))


@plant("V11")
def seats_and_price(book):
    one = book.subscription()
    seats = one["quantity"] + book.random.choice((2, 3))
    book.row(one, seats, book.amount(one, seats) + book.off(one))


@plant("V11")
def negative_seats_for_money(book):
    one = book.clean()
    book.row(one, -2, book.amount(one, 2), reference=book.reference())


@plant("V11")
def unexplained_and_too_many(book):
    one = book.subscription(months=1)
    begin, end = book.cycle(one)
    start = book.day_after(begin, end)
    book.row(one)
    book.row(one, 6, book.full(one, 6) * 7, (start, end), reference=book.reference(), charge_type="addQuantity")


# What is billed only.

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
