"""What is planted to be matched and to differ: V1 to V11."""

from decimal import Decimal
from fractions import Fraction

from calendar_months import Cycles
from plan import RATES
from planting import plant


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
