"""Measures Crossfoot, alone or in alternation with its peers, and prints a table in Markdown.

Times are reported and never judged. The exit code is 1 when a program failed or its outputs disagree with the others'.
"""
import argparse
import hashlib
import os
import platform
import subprocess
import sys
import zlib

from measuring import Figures, codes, disagreement, run
from rows import DATA, PYTHON, ROWS, Program

CROSSFOOT = "**Crossfoot**"
PRODUCT = os.environ.get("CROSSFOOT", ".build/release/crossfoot")


class Measurement:
    """One row of the table while it is measured."""

    def __init__(self, row, with_product, with_peers):
        self.row = row
        self.size = sum(os.path.getsize(path) for path in (row.file, *row.further))
        # What the first program that judges found.
        self.codes = None
        self.faults = []
        self.notes = []
        self.programs = []
        if with_product and row.product:
            exit_code = 3 if row.judges else 0
            sums = row.product_sums
            self.programs.append(
                Program(CROSSFOOT, [PRODUCT, *row.product], counts=sums, sums=sums, exit_code=exit_code)
            )
        if with_peers:
            self.programs += [self.resolved(peer) for peer in row.peers if with_product or not is_product(peer)]
        self.runs = {program.name: [] for program in self.programs}

    @staticmethod
    def resolved(peer):
        return peer._replace(command=[PRODUCT, *peer.command[1:]]) if is_product(peer) else peer

    def measure(self, rounds):
        """One warm-up, in which the outputs are compared, and then the rounds, in each of which every program runs."""
        self.programs = [program for program in self.programs if self.warm_up(program)]
        for turn in range(rounds):
            # Each round begins with another program, so that none always runs behind the same one.
            start = turn % max(1, len(self.programs))
            for program in self.programs[start:] + self.programs[:start]:
                result = run(
                    program.command,
                    program.environment,
                    subprocess.DEVNULL if self.row.compresses else subprocess.PIPE,
                )
                if self.is_right(program, result):
                    self.runs[program.name].append(result)

    def warm_up(self, program):
        if self.row.compresses:
            return self.compresses(program)
        result = run(program.command, program.environment)
        if not self.is_right(program, result):
            return False
        if "GB/s" in result.output:
            self.notes.append(f"{program.name}: {result.output.strip()}")
        # What hands its records to nobody shows in a run of its own that it would hand on the right ones.
        if program.name == CROSSFOOT and not program.sums and self.row.column:
            return self.sums_right(program)
        return True

    def is_right(self, program, result):
        fault = None
        if result.exit_code != program.exit_code:
            lines = (result.complaint or result.output).strip().splitlines() or ["nothing said"]
            fault = f"exit code {result.exit_code}: {' '.join(lines) if len(lines) < 4 else lines[-1]}"
        else:
            fault = disagreement(
                result.output,
                self.row.count if program.counts else None,
                self.row.total if program.sums else None,
                program.is_exact,
            )
        if not fault and self.row.judges:
            fault = self.judgement(codes(result.output))
        if fault:
            self.faults.append(f"{self.row.name}, {program.name.strip('*')}: {fault}")
        return fault is None

    def judgement(self, found):
        """Says in which codes a program differs from the first one; nothing when it does in none."""
        if self.codes is None and found:
            self.codes = found
        if found == self.codes:
            return None
        known = self.codes or {}
        unequal = sorted(code for code in {*found, *known} if found.get(code) != known.get(code))
        return f"other counts than the first program: {', '.join(unequal) or 'none at all'}"

    def sums_right(self, program):
        arguments = program.command[1:]
        at = arguments.index("--output")
        command = [PRODUCT, *arguments[:at], *arguments[at + 2 :], "--count", "--sum", self.row.column]
        return self.is_right(program._replace(counts=True, sums=True), run(command, {}))

    def compresses(self, program):
        """Compresses into a file and holds what comes out of it against what went in."""
        path = f"{DATA}/compressed.gz"
        with open(path, "wb") as file:
            result = run(program.command, program.environment, file)
        if not self.is_right(program, result):
            return False
        if digest(path, is_compressed=True) != digest(self.row.file):
            self.faults.append(f"{self.row.name}, {program.name.strip('*')}: what was compressed is not the file")
            return False
        self.notes.append(f"{program.name.strip('*')}: {os.path.getsize(path):,} bytes")
        return True

    def lines(self):
        """The row in Markdown, a line for each program."""
        figures = {program.name: Figures.of(runs) for program in self.programs if (runs := self.runs[program.name])}
        product = figures.get(CROSSFOOT)
        for place, program in enumerate(self.programs):
            if program.name not in figures:
                continue
            own = figures[program.name]
            cells = [
                self.row.title if place == 0 else "",
                program.name,
                seconds(own.wall),
                seconds(own.cpu),
                f"{own.peak / 1_000_000:,.0f} MB",
                f"{self.size / own.wall / 1_000_000:,.0f} MB/s" if program.has_speed else "",
            ]
            if program.name == CROSSFOOT:
                cells += ["", f"under {self.row.memory / 1_000_000:.0f} MB" if self.row.memory else "", ""]
            else:
                cells += [f"{own.wall / product.wall:.2f}" if product else "", ratio(program.must), ratio(program.aim)]
            yield "| " + " | ".join(cells) + " |"


def is_product(program):
    return program.command[0] == "CROSSFOOT"


def seconds(time):
    return f"{time:.3f} s" if time < 1 else f"{time:.2f} s"


def ratio(bar):
    return f"{bar:.2g}" if bar else ""


def digest(path, is_compressed=False):
    """The SHA-256 of a file's bytes, decompressed where they are compressed."""
    sum_of_bytes = hashlib.sha256()
    decompressor = zlib.decompressobj(wbits=31)
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            sum_of_bytes.update(decompressor.decompress(piece) if is_compressed else piece)
    if is_compressed and (not decompressor.eof or decompressor.unused_data):
        return "not one whole member"
    return sum_of_bytes.hexdigest()


def machine():
    """The machine in a line."""
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    system = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    return (
        f"{len(os.sched_getaffinity(0))} cores of {model}, {memory:.0f} GiB, {system}, Linux {platform.release()}; "
        f"load before the start: {os.getloadavg()[0]:.2f}"
    )


def versions():
    """The peers' versions."""
    code = "import importlib.metadata as m; print(', '.join(f'{n} {m.version(n)}' for n in %r))"
    names = ["polars", "duckdb", "pandas", "pyarrow", "lxml", "orjson", "msgspec"]
    found = [run([PYTHON, "-c", code % names], {}).output.strip()]
    for command in (["pigz", "--version"], ["mlr", "--version"], ["xml2-config", "--version"]):
        lines = run(command, {}).output.split("\n")
        found.append(("libxml2 " if command[0] == "xml2-config" else "") + lines[0].strip())
    return ", ".join(version for version in found if version)


def main():
    names = [row.name for row in ROWS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"which of {', '.join(names)}; without one, all")
    parser.add_argument("--rounds", type=int, default=5, help="how often each program runs (5)")
    parser.add_argument("--peers", action="store_true", help="the peers too, in alternation")
    parser.add_argument("--without-product", action="store_true", help="the peers alone")
    options = parser.parse_args()
    if unknown := [name for name in options.rows if name not in names]:
        parser.error(f"there is no row {', '.join(unknown)}; there are {', '.join(names)}")

    print(machine())
    if options.peers:
        print(versions())
    print(f"Medians of {options.rounds} runs after one warm-up, the files in the page cache.\n")
    print("| work | program | wall | CPU | peak memory | speed | wall ÷ Crossfoot's | must | aim |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    faults, notes = [], []
    for row in ROWS:
        if options.rows and row.name not in options.rows:
            continue
        measurement = Measurement(row, not options.without_product, options.peers or options.without_product)
        measurement.measure(options.rounds)
        for line in measurement.lines():
            print(line, flush=True)
        faults += measurement.faults
        notes += [f"{row.name}, {note}" for note in measurement.notes]
    if notes:
        print("\n" + "\n".join(notes))
    for fault in faults:
        print(f"WRONG: {fault}", file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
