"""What is planted to agree: M0 to M4."""

from decimal import Decimal
from fractions import Fraction

from calendar_months import Cycles, months_between, plus_months
from planting import plant


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
