"""One run of one program: what it printed, how long it took and how much memory it held, by the kernel's account."""
import os
import re
import subprocess
from decimal import Decimal
from statistics import median
from typing import NamedTuple

LAUNCH, ACCOUNT = ".build/bench/launch", ".build/bench/account.txt"


class Run(NamedTuple):
    """What became of a program."""

    exit_code: int
    output: str
    complaint: str
    wall: float
    cpu: float
    peak: int


class Figures(NamedTuple):
    """The medians of some runs: seconds, seconds, bytes."""

    wall: float
    cpu: float
    peak: int
    runs: int

    @classmethod
    def of(cls, runs):
        return cls(
            median(run.wall for run in runs),
            median(run.cpu for run in runs),
            int(median(run.peak for run in runs)),
            len(runs),
        )


def run(command, environment, output=subprocess.PIPE):
    """Runs a command to its end, through `launch`, which keeps the account."""
    if os.path.exists(ACCOUNT):
        os.remove(ACCOUNT)
    result = subprocess.run(
        [LAUNCH, ACCOUNT, *command],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.PIPE,
        check=False,
    )
    text, complaint = (result.stdout or b"").decode(), result.stderr.decode(errors="replace")
    if result.returncode != 0:
        return Run(result.returncode, text, complaint, 0, 0, 0)
    with open(ACCOUNT, encoding="ascii") as file:
        code, wall, user, system, peak = (int(number) for number in file.read().split())
    return Run(code, text, complaint, wall / 1e6, (user + system) / 1e6, peak * 1024)


def numbers(text):
    """All numbers of a text; those with commas between groups of three digits are one number each."""
    text = re.sub(r"(?<![\d.])\d{1,3}(,\d{3})+(?!\d)", lambda match: match[0].replace(",", ""), text)
    return [Decimal(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", text)]


def codes(text):
    """How many outcomes a program found of each code: from lines that begin with a code and go on to a count."""
    found = re.findall(r"^\s*([A-Z]\d{1,2})\s+(?:[A-Z_]+\s+)?(\d[\d,]*)(?=\s|$)", text, re.MULTILINE)
    return {code: int(count.replace(",", "")) for code, count in found}


def disagreement(text, count, total, is_exact):
    """Says what is missing from what a program printed; nothing when all is there.

    Sums of floating point are wrong in the last digits: one part in a thousand million is let pass.
    """
    found = numbers(text)
    if count is not None and count not in found:
        return f"no count of {count} in {text.strip()!r}"
    if total is not None:
        tolerance = Decimal(0) if is_exact else abs(total) / 1_000_000_000
        if not any(abs(number - total) <= tolerance for number in found):
            return f"no sum of {total} in {text.strip()!r}"
    return None
