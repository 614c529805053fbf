"""An independent oracle for `reconcile: { charges, entitlements }`: written from docs/rules.md, reading only the rows.

    oracle.py PLAN.json [OUT.csv]

PLAN.json says what a pipeline's `reconcile` stage says, and where the files are (generate.py writes one). OUT.csv, or
standard output, gets a line an outcome. compare.py holds the same outcomes against what crossfoot published.
"""

import csv
import gc
import sys

from reconciliation import Reconciliation
from settings import Settings

HEADINGS = (
    "code", "charge_rows", "entitlement_rows", "match_level", "currency", "billed_amount", "expected_amount",
    "expected_currency", "difference", "model", "model_amount", "residual", "quantity_part", "price_part", "period_part",
    "fx_part", "rest_part", "rate", "bucket", "flags")


def line(outcome):
    """The fields of an outcome."""
    def plain(value):
        return "" if value is None else f"{value:f}" if hasattr(value, "scaleb") else value

    return [plain(value) for value in (
        outcome.code, " ".join(str(charge.number) for charge in outcome.charges),
        " ".join(str(one.number) for one in outcome.entitlements), outcome.level, outcome.currency, outcome.billed,
        outcome.expected, outcome.expected_currency, outcome.difference, outcome.models, outcome.model_amount,
        outcome.residual, *(outcome.parts or [None] * 5), outcome.rate, outcome.bucket, " ".join(sorted(outcome.flags)))]


def order(outcome):
    """By the first charge, else by the first entitlement."""
    return (not outcome.charges, (outcome.charges or outcome.entitlements)[0].number)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    # Millions of rows stay, and nothing here makes cycles: looking for them takes a third of the time.
    gc.disable()
    outcomes = sorted(Reconciliation(Settings.read(sys.argv[1])).outcomes, key=order)
    with open(sys.argv[2], "w", encoding="utf-8", newline="") if len(sys.argv) == 3 else sys.stdout as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows(line(outcome) for outcome in outcomes)


if __name__ == "__main__":
    main()
