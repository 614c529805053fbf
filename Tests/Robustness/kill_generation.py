#!/usr/bin/env python3
"""Kills runs that order invoices, at seeded moments: nothing is ever ordered twice, and every round ends.

Each round has a service of its own, which counts the orders that reach it. A run is killed (SIGKILL) at a moment of time, or
before one of the calls that change files; some are resumed and killed again. Then runs are resumed until one ends well. Where
one says that an order is in doubt, the question is answered as the service's count has it, which is what a person would look
up. In the end one order has come, and the published set has the bytes of a run that nobody has killed.
"""

import argparse
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

from kill_loop import HERE, ROOT, TODAY, Broken, contents

PIPELINE = "pipelines/generate-invoices.yaml"


class Service:
    """A service of one round."""

    def __init__(self, options, place):
        self.configuration = place / "ion.json"
        words = [options.program, "sandbox", "--as-of", TODAY, "--scale", str(options.scale)]
        self.process = subprocess.Popen(
            words + ["--config", str(self.configuration)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True)
        if not self.process.stdout.readline().startswith("serving on"):
            raise Broken("the sandbox does not start")
        # A kill while the token is renewed would lose it, which is the service's rule and no subject here.
        subprocess.run(
            [options.program, "api", "customers", "list", "--config", str(self.configuration)], cwd=ROOT, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def orders(self):
        """How many orders have come."""
        address = json.loads(self.configuration.read_text())["v3"]["base_url"]
        with urllib.request.urlopen(f"http://127.0.0.1:{address.rsplit(':', 1)[1]}/sandbox/orders") as answer:
            return json.load(answer).get("/api/v1/invoices/generate", 0)

    def close(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


class Round:
    """A run that is killed, and those that go on from there."""

    def __init__(self, options, place):
        self.options, self.place = options, place
        place.mkdir()
        self.service = Service(options, place)
        self.log = place / "log"

    def start(self, *words, environment=None):
        command = [
            self.options.program, "run", PIPELINE, "--config", str(self.service.configuration), "--as-of", TODAY, "--state",
            str(self.place / "state"), "--out", str(self.place / "out"), "--param", "period=2026-10", "--allow-effects",
            *words]
        log = open(self.log, "w")
        return subprocess.Popen(
            command, cwd=ROOT, stdout=log, stderr=log, env={**os.environ, **(environment or {})})

    def kill(self, chance, seconds, calls, *words):
        """Kills a run; says whether it was still there."""
        if chance.random() < 0.4:
            process = self.start(*words)
            time.sleep(chance.random() * seconds * 1.05)
            process.kill()
        else:
            # The order is written down, sent and acknowledged among the last calls.
            share = chance.random() if chance.random() < 0.3 else 1 - chance.random() / 2
            process = self.start(
                *words,
                environment={"LD_PRELOAD": self.options.killer, "CROSSFOOT_KILL_AT": str(1 + int(share * calls))})
        return process.wait() == -signal.SIGKILL

    def settle(self):
        """Goes on until a run ends well; says how many questions had to be answered."""
        answers = 0
        for _ in range(4):
            code = self.start("--resume").wait()
            if self.service.orders() > 1:
                raise Broken(f"{self.service.orders()} orders have come; look at {self.place}")
            if code == 0:
                return answers
            text = self.log.read_text()
            doubt = re.search(r"crossfoot effects resolve (\d+)", text)
            if code != 1 or not doubt:
                raise Broken(f"it ended with {code}; look at {self.place}:\n{text}")
            answer = "--made" if self.service.orders() else "--not-made"
            subprocess.run(
                [
                    self.options.program, "effects", "resolve", doubt[1], answer, "--because", "the service's count",
                    "--config", str(self.service.configuration), "--state", str(self.place / "state")],
                cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            answers += 1
        raise Broken(f"it does not end; look at {self.place}")

    def finish(self, expected):
        if self.service.orders() != 1:
            raise Broken(f"{self.service.orders()} orders have come; look at {self.place}")
        if expected is not None and contents(self.place / "out") != expected:
            raise Broken(f"the resumed run published other bytes; look at {self.place}")
        self.service.close()


def measure(options, work):
    """A run that nobody kills: its bytes, how long it takes, and how many calls that change files it makes."""
    whole = Round(options, work / "whole")
    began = time.monotonic()
    whole.settle()
    seconds = time.monotonic() - began
    whole.finish(None)
    counted = Round(options, work / "counted")
    count = work / "calls"
    counted.start(environment={"LD_PRELOAD": options.killer, "CROSSFOOT_KILL_COUNT": str(count)}).wait()
    counted.finish(None)
    return contents(whole.place / "out"), seconds, int(count.read_text())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / ".build/debug/crossfoot"))
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--scale", type=int, default=60, help="how many subscriptions the sandbox makes up")
    options = parser.parse_args()
    options.program = str(pathlib.Path(options.program).resolve())
    work = pathlib.Path(tempfile.mkdtemp(prefix="crossfoot-killing-"))
    options.killer = str(work / "killer.so")
    compiler = shutil.which("cc") or shutil.which("clang")
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O2", "-o", options.killer, HERE / "killer.c", "-ldl"], check=True)
    began, kills, answers = time.monotonic(), 0, 0
    try:
        expected, seconds, calls = measure(options, work)
        for number in range(options.rounds):
            chance = random.Random(f"{options.seed}-{number}")
            round = Round(options, work / f"round-{number}")
            kills += round.kill(chance, seconds, calls)
            while chance.random() < 0.3:
                kills += round.kill(chance, seconds, calls, "--resume")
            answers += round.settle()
            round.finish(expected)
            shutil.rmtree(round.place)
    except Broken as error:
        print(f"killing: {error}", file=sys.stderr)
        return 1
    shutil.rmtree(work)
    print(
        f"{PIPELINE}: {options.rounds} rounds, {kills} runs killed; one order a round, {answers} in doubt; each resumed to the "
        f"same bytes. {time.monotonic() - began:.0f} s in all.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
