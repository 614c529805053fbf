"""Runs crossfoot and the oracle on the same months, and compares what became of every row and every entitlement.

    compare.py [--rows N …] [--seeds S …] [--program PATH] [--keep DIRECTORY]   months that generate.py makes
    compare.py --month-end                                                       the month of the fixtures
    compare.py --files DIRECTORY                                                 a month that generate.py made before

Ends with 1 when anything differs, when a code was never reached, or when the order of the rows changes what comes out.
"""

import argparse
import gc
import json
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter

from comparison import Comparison
from generate import generate
from published import Run
from reconciliation import Reconciliation
from settings import Settings

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HERE = os.path.dirname(os.path.abspath(__file__))
CODES = [f"M{n}" for n in range(5)] + [f"V{n}" for n in range(1, 12)] + [f"B{n}" for n in range(1, 12)] + [
    "S1", "S2", "S3", "S4", "X2"]
PLACES = ("charge_rows", "entitlement_rows", "charge_text", "entitlement_text", "why")


def compared(program, directory, pipeline, plan, shown, *words):
    """Runs both on a month, tells what differs, and returns the codes that were reached and whether all is well."""
    work = tempfile.mkdtemp(prefix="run-", dir=directory)
    try:
        run = Run(program, pipeline, os.path.join(work, "out"), os.path.join(work, "state"), "2026-11-23", *words)
        began = time.monotonic()
        reconciliation = Reconciliation(Settings.read(plan))
        comparison = Comparison(reconciliation, run.lines(), shown)
        seconds = time.monotonic() - began
    finally:
        shutil.rmtree(work)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    differences = sum(comparison.kinds.values())
    print(f"  {len(reconciliation.charges):,} rows, {len(reconciliation.entitlements):,} entitlements, "
          f"{comparison.count:,} outcomes: {differences:,} differences "
          f"(crossfoot {run.seconds:.1f} s, oracle {seconds:.1f} s, {peak:,} MiB)", flush=True)
    for kind, count in comparison.kinds.most_common():
        print(f"  {count:>7,} {kind}")
    for text in comparison.shown:
        print(text)
    return comparison.codes, differences == 0


def shuffled(directory, target, seed):
    """The same month with its rows and entitlements in another order."""
    draw = random.Random(seed)
    shutil.copytree(directory, target, ignore=shutil.ignore_patterns("run-*"))
    for name in ("report.csv", "earlier.csv"):
        with open(os.path.join(directory, name), encoding="utf-8") as file:
            heading, *lines = file.readlines()
        draw.shuffle(lines)
        with open(os.path.join(target, name), "w", encoding="utf-8") as file:
            file.writelines([heading, *lines])
    with open(os.path.join(directory, "subscriptions.json"), encoding="utf-8") as file:
        first, *lines, last = file.read().splitlines()
    lines = [line.rstrip(",") for line in lines]
    draw.shuffle(lines)
    with open(os.path.join(target, "subscriptions.json"), "w", encoding="utf-8") as file:
        file.write("\n".join([first, ",\n".join(lines), last]) + "\n")


def without_places(line):
    """A published line without what tells where rows stand; models are named in the order of rows."""
    return tuple(
        " + ".join(sorted(value.split(" + "))) if name == "model" else value
        for name, value in line.items() if name not in PLACES)


def is_the_same_in_any_order(program, directory, seed):
    """Whether the published lines are the same when the rows come in another order."""
    with tempfile.TemporaryDirectory(dir=directory, prefix="run-") as work:
        other = os.path.join(work, "shuffled")
        shuffled(directory, other, seed)
        sets = []
        for number, place in enumerate((directory, other)):
            run = Run(program, os.path.join(place, "pipeline.yaml"), os.path.join(work, f"out{number}"),
                      os.path.join(work, f"state{number}"), "2026-11-23")
            sets.append(Counter(hash(without_places(line)) for line in run.lines()))
            if number == 1 and sets[0] != sets[1]:
                odd = [line for line in run.lines() if hash(without_places(line)) not in sets[0]]
                print(f"  in another order of rows, {len(odd):,} lines are other ones:")
                for line in odd[:5]:
                    print("    " + " ".join(value for value in without_places(line) if value))
                return False
    return True


def main():
    # Millions of rows stay, and nothing here makes cycles: looking for them takes a third of the time.
    gc.disable()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[1000])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--program", default=os.path.join(ROOT, ".build/release/crossfoot"))
    parser.add_argument("--keep", metavar="DIRECTORY", help="write the months here, and leave them")
    parser.add_argument("--files", metavar="DIRECTORY", help="compare this month only")
    parser.add_argument("--show", type=int, default=20, metavar="N", help="show so many differences (20)")
    parser.add_argument("--month-end", action="store_true", help="compare the month of the fixtures only")
    arguments = parser.parse_args()
    program, shown = arguments.program, arguments.show

    if arguments.month_end:
        with tempfile.TemporaryDirectory() as work:
            _, is_well = compared(
                program, work, os.path.join(ROOT, "pipelines/local-files.yaml"), os.path.join(HERE, "month-end.json"), shown,
                "--param", "period=2026-10")
        sys.exit(0 if is_well else 1)
    if arguments.files:
        place = arguments.files
        _, is_well = compared(program, place, os.path.join(place, "pipeline.yaml"), os.path.join(place, "plan.json"), shown)
        sys.exit(0 if is_well else 1)

    reached, is_well = Counter(), True
    with tempfile.TemporaryDirectory() as work:
        for rows in arguments.rows:
            for seed in arguments.seeds:
                place = os.path.join(arguments.keep or work, f"{rows}-{seed}")
                plan = generate(place, rows, seed)
                print(f"{rows} rows, seed {seed}: {json.dumps(plan['compare'])}", flush=True)
                codes, agrees = compared(
                    program, place, os.path.join(place, "pipeline.yaml"), os.path.join(place, "plan.json"), shown)
                reached += codes
                is_well = is_the_same_in_any_order(program, place, seed) and is_well and agrees
                if not arguments.keep:
                    shutil.rmtree(place)
    print("reached: " + ", ".join(f"{code} {reached[code]:,}" for code in CODES))
    missing = [code for code in CODES if not reached[code]]
    if missing:
        print("never reached: " + ", ".join(missing))
    sys.exit(0 if is_well and not missing else 1)


if __name__ == "__main__":
    main()
