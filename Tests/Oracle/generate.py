"""Makes a month full of traps, with files for crossfoot and the same plan for the oracle.

    generate.py DIRECTORY [--rows N] [--seed S]

writes report.csv, earlier.csv, subscriptions.json, customer-aliases.csv, product-aliases.csv, pipeline.yaml, plan.json and
planted.csv. The last counts what was meant; noise makes other things of some, and nobody reads it to judge.
"""

import argparse
import csv
import json
import os
from collections import Counter

from book import Book
from noise import add_noise
from plan import CHARGE_COLUMNS, ENTITLEMENT_COLUMNS, pipeline, plan_of
from planting import PLANTS

# In the order of the codes: a seed's month follows from it.
import plants_matched  # noqa: F401
import plants_differing  # noqa: F401
import plants_alone  # noqa: F401


def month(seed, rows, plan):
    """Plants one of each in turn, with clean subscriptions between them, until there are enough rows."""
    book = Book(seed, rows, plan)
    planted = Counter()
    for code, plant in PLANTS:
        plant(book)
        planted[code] += 1
    while len(book.rows) < rows:
        code, plant = book.random.choice(PLANTS)
        plant(book)
        planted[code] += 1
        for _ in range(book.random.randrange(3)):
            book.clean()
    add_noise(book, seed)
    for rows_of_file in (book.rows, book.earlier, book.subscriptions):
        book.random.shuffle(rows_of_file)
    return book, planted


def write_rows(path, headings, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)


def write_subscriptions(path, subscriptions):
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"items":[\n')
        for place, one in enumerate(subscriptions):
            item = {ENTITLEMENT_COLUMNS[name]: value for name, value in one.items() if name in ENTITLEMENT_COLUMNS}
            text = json.dumps(item | {"cost": 0}, ensure_ascii=False)
            # A decimal is written as the number it is, without a binary fraction in between.
            file.write((",\n" if place else "") + text.replace('"cost": 0', f'"cost": {one["price"]:f}'))
        file.write("\n]}\n")


def write_month(directory, book, plan, planted):
    def path(name):
        return os.path.join(directory, name)

    os.makedirs(directory, exist_ok=True)
    headings = list(CHARGE_COLUMNS.values())
    write_rows(path("report.csv"), headings, (row.values() for row in book.rows))
    write_rows(path("earlier.csv"), headings, (row.values() for row in book.earlier))
    write_subscriptions(path("subscriptions.json"), book.subscriptions)
    write_rows(path("customer-aliases.csv"), ["alias", "stands_for"], book.customer_aliases.items())
    write_rows(path("product-aliases.csv"), ["alias", "stands_for"], book.product_aliases.items())
    write_rows(path("planted.csv"), ["code", "count"], sorted(planted.items()))
    with open(path("pipeline.yaml"), "w", encoding="utf-8") as file:
        file.write(pipeline(plan))
    with open(path("plan.json"), "w", encoding="utf-8") as file:
        json.dump(plan, file, indent=1)


def generate(directory, rows, seed):
    """Writes the month of a seed, and returns its plan."""
    plan = plan_of(seed)
    book, planted = month(seed, rows, plan)
    write_month(directory, book, plan, planted)
    return plan


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    generate(arguments.directory, arguments.rows, arguments.seed)


if __name__ == "__main__":
    main()
