"""What crossfoot published: the lines of breaks.csv.gz and matches.csv.gz, and the rows behind each."""

import csv
import gzip
import os
import subprocess
import sys
import time

csv.field_size_limit(1 << 30)


class Run:
    """A run of the program and the set that it published."""

    def __init__(self, program, pipeline, out, state, as_of, *words):
        command = [program, "run", pipeline, "--as-of", as_of, "--out", out, "--state", state, *words]
        began = time.monotonic()
        ending = subprocess.run(command, capture_output=True, text=True)
        self.seconds = time.monotonic() - began
        if ending.returncode not in (0, 3):
            sys.exit(f"{' '.join(command)}\nended with {ending.returncode}:\n{ending.stderr.strip()}")
        name, = os.listdir(out)
        period, = os.listdir(os.path.join(out, name))
        self.directory = os.path.join(out, name, period)

    def lines(self):
        """Every line, as a dictionary by column."""
        for table in ("breaks", "matches"):
            with gzip.open(os.path.join(self.directory, table + ".csv.gz"), "rt", encoding="utf-8", newline="") as file:
                yield from csv.DictReader(file)


def rows_of(places):
    """The numbers of `report.csv:17-19,23`."""
    numbers = []
    for part in places.rpartition(":")[2].split(",") if places else ():
        first, _, last = part.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return numbers
