#!/usr/bin/env python3
"""Kills a run at seeded moments and resumes it: no set is ever half published, and the end is always the same bytes.

Each round has a published set of another day in place. A run is killed (SIGKILL), every other round at a moment of time and
every other before one of the calls that change files, so that the few milliseconds in which a set is put in place are hit as
often as the seconds before. Some are resumed and killed again. Then `--resume` must end as a run that nobody has killed:
with its exit code and its bytes, without waiting for a lock, and with nothing left behind.
"""

import argparse
import concurrent.futures
import hashlib
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TODAY, EARLIER = "2026-11-23", "2026-11-22"


class Broken(Exception):
    """Something that must not be."""


def contents(directory):
    """The digests of all files below a directory, by their names; what is hidden too."""
    return {
        str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(directory.rglob("*")) if path.is_file()
    }


class Subject:
    """The program, the service that it talks to, and the runs that nobody kills."""

    def __init__(self, options, work):
        self.options, self.work = options, work
        self.program = str(pathlib.Path(options.program).resolve())
        self.killer = self.compile_killer()
        self.configuration = work / "ion.json"
        self.sandbox = self.start_sandbox()

    def compile_killer(self):
        library = self.work / "killer.so"
        compiler = shutil.which("cc") or shutil.which("clang")
        subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, HERE / "killer.c", "-ldl"], check=True)
        return str(library)

    def start_sandbox(self):
        words = [self.program, "sandbox", "--as-of", TODAY, "--scale", str(self.options.scale)]
        sandbox = subprocess.Popen(
            words + ["--config", str(self.configuration)], cwd=ROOT, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        if not sandbox.stdout.readline().startswith("serving on"):
            raise Broken("the sandbox does not start")
        return sandbox

    def start(self, place, *words, as_of=TODAY, environment=None):
        """Starts a run in a place of its own."""
        command = [
            self.program, "run", self.options.pipeline, "--config", str(self.configuration), "--as-of", as_of,
            "--state", str(place / "state"), "--out", str(place / "out"), *self.options.words, *words]
        log = open(place / "log", "w")
        return subprocess.Popen(
            command, cwd=ROOT, stdout=log, stderr=log, env={**os.environ, **(environment or {})})

    def finish(self, place, *words, **settings):
        """Runs to the end; returns the exit code."""
        return self.start(place, *words, **settings).wait()

    def measure(self):
        """What a round begins with and must end with."""
        place = self.work / "old"
        place.mkdir()
        # The first run renews the token: a kill in that moment loses it, which is the service's rule and no subject here.
        if self.finish(place, as_of=EARLIER) not in (0, 3):
            raise Broken((place / "log").read_text())
        self.old_place, self.old = place / "out", contents(place / "out")
        place = self.work / "new"
        place.mkdir()
        shutil.copytree(self.old_place, place / "out")
        began = time.monotonic()
        self.code = self.finish(place)
        self.seconds = time.monotonic() - began
        self.new = contents(place / "out")
        place = self.work / "count"
        place.mkdir()
        shutil.copytree(self.old_place, place / "out")
        count = self.work / "calls"
        self.finish(place, environment={"LD_PRELOAD": self.killer, "CROSSFOOT_KILL_COUNT": str(count)})
        self.calls = int(count.read_text())
        if self.new == self.old or not self.new:
            raise Broken("the two days publish the same; the loop would prove nothing")

    def close(self):
        self.sandbox.send_signal(signal.SIGINT)
        self.sandbox.wait()


class Round:
    """One run that is killed, perhaps twice, and resumed."""

    def __init__(self, subject, number):
        self.subject, self.number = subject, number
        self.random = random.Random(f"{subject.options.seed}-{number}")
        self.place = subject.work / f"round-{number}"
        self.kills = 0

    def run(self):
        self.place.mkdir()
        shutil.copytree(self.subject.old_place, self.place / "out")
        self.kill()
        while self.random.random() < 0.3:
            self.kill("--resume")
        code = self.subject.finish(self.place, "--resume")
        if code != self.subject.code:
            raise Broken(f"resumed, it ended with {code}, not {self.subject.code}:\n{(self.place / 'log').read_text()}")
        self.require(contents(self.place / "out") == self.subject.new, "the resumed run published other bytes")
        left = [str(path) for path in (self.place / "state" / "runs").iterdir()]
        self.require(not left, f"left behind: {left}")
        log = (self.place / "log").read_text()
        reused = log.count(", reused, fetched ")
        shutil.rmtree(self.place)
        return self.kills, reused

    def kill(self, *words):
        """Starts a run, kills it at a moment, and looks at what is published."""
        if self.random.random() < 0.5:
            process = self.subject.start(self.place, *words)
            moment = self.random.random() * self.subject.seconds * 1.05
            self.moment = f"after {moment:.3f} s"
            time.sleep(moment)
            process.kill()
        else:
            # The set is put in place among the last third of the calls, and not the very last.
            share = self.random.random() if self.random.random() < 0.3 else 1 - self.random.random() / 3
            call = 1 + int(share * self.subject.calls)
            self.moment = f"before call {call} of {self.subject.calls}"
            process = self.subject.start(
                self.place, *words,
                environment={"LD_PRELOAD": self.subject.killer, "CROSSFOOT_KILL_AT": str(call)})
        if process.wait() == -signal.SIGKILL:
            self.kills += 1
        visible = {
            name: digest for name, digest in contents(self.place / "out").items()
            if not any(part.startswith(".incoming-") for part in pathlib.Path(name).parts)
        }
        self.require(visible in (self.subject.old, self.subject.new), "a set is half published")

    def require(self, holds, words):
        if not holds:
            raise Broken(f"round {self.number}, killed {self.moment}: {words}; look at {self.place}")


def main():
    parser = argparse.ArgumentParser(
        usage="kill_loop.py PIPELINE [flags] [-- words for each run]", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pipeline", help="the pipeline file")
    parser.add_argument("--program", default=str(ROOT / ".build/debug/crossfoot"))
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--scale", type=int, default=60, help="how many subscriptions the sandbox makes up")
    parser.add_argument("--jobs", type=int, default=2, help="how many rounds at once")
    own, _, words = " ".join(sys.argv[1:]).partition(" -- ")
    options = parser.parse_args(own.split())
    options.words = words.split()
    work = pathlib.Path(tempfile.mkdtemp(prefix="crossfoot-killing-"))
    began = time.monotonic()
    subject = Subject(options, work)
    try:
        subject.measure()
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            results = list(pool.map(lambda number: Round(subject, number).run(), range(options.rounds)))
    except Broken as error:
        print(f"killing: {error}", file=sys.stderr)
        return 1
    finally:
        subject.close()
    shutil.rmtree(work)
    kills, reused = (sum(column) for column in zip(*results))
    print(
        f"{options.pipeline}: {options.rounds} rounds, {kills} runs killed; each resumed to the same bytes. {reused} fetches "
        f"were reused. A run takes {subject.seconds:.2f} s and {subject.calls} calls that change files. "
        f"{time.monotonic() - began:.0f} s in all.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
