#!/usr/bin/env python3
"""A large report against a writer that sleeps: the service is never kept waiting, and memory stays small.

A server on loopback sends a report as fast as it is taken and notes how long it had to wait. The run publishes it as it came
and as records, and sleeps before each piece that it writes. It must take the whole body long before it has written it, must
not keep the server waiting, and must stay below 64 MB.
"""

import argparse
import http.server
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MEMORY_LIMIT = 64 << 20
LONGEST_WAIT = 2.0
PIPELINE = """
version: 1
name: slow
stages:
  report: { fetch: report, report_id: "49038", range: last_month, delivery: streamed }
  rows: { parse: report, columns: { subscription: Subscription ID, quantity: Seat Count } }
  as_it_came: { write: report, to: report.csv }
  rows_out: { write: rows, to: rows.csv }
"""
ROW = b"subscription-%09d,7,a text that nobody uses and that makes the row as long as rows are,2026-10-01\n"


class Service(http.server.BaseHTTPRequestHandler):
    """As much of the service as a report needs."""

    protocol_version = "HTTP/1.1"
    size = 0
    longest_wait = 0.0
    finished = None

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer((ROOT / "fixtures/month-end/reports/49038.json").read_bytes())

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.endswith("/reportDataCsvStream"):
            self.send_report()
        else:
            self.answer(b'{"access_expires_in":7000,"refresh_expires_in":700000}')

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_report(self):
        head = b"Subscription ID,Seat Count,Other,Charge StartDate\n"
        block = b"".join(ROW % number for number in range(10_000))
        count = Service.size // len(block) + 1
        self.send_response(200)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(len(head) + count * len(block)))
        self.end_headers()
        self.wfile.write(head)
        for _ in range(count):
            began = time.monotonic()
            self.wfile.write(block)
            Service.longest_wait = max(Service.longest_wait, time.monotonic() - began)
        Service.finished = time.monotonic()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / ".build/release/crossfoot"))
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--sleep", type=int, default=3000, help="microseconds before each write")
    options = parser.parse_args()
    Service.size = options.megabytes * 1_000_000
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    work = pathlib.Path(tempfile.mkdtemp(prefix="crossfoot-slow-"))
    try:
        return run(options, server, work)
    finally:
        server.shutdown()
        shutil.rmtree(work)


def run(options, server, work):
    compiler = shutil.which("cc") or shutil.which("clang")
    library = work / "sleeper.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, HERE / "sleeper.c", "-ldl"], check=True)
    (work / "slow.yaml").write_text(PIPELINE)
    address = f"http://127.0.0.1:{server.server_port}"
    configuration = work / "ion.json"
    configuration.touch(0o600)
    configuration.write_text(
        f'{{"v3": {{"access_token": "a", "refresh_token": "b", "base_url": "{address}"}}, "accountid": "17017"}}')
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    began = time.monotonic()
    process = subprocess.run(
        [
            options.program, "run", str(work / "slow.yaml"), "--config", str(configuration), "--state",
            str(work / "state"), "--out", str(work / "out")],
        env={**os.environ, "LD_PRELOAD": str(library), "CROSSFOOT_SLEEP": str(options.sleep)},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    ended = time.monotonic()
    memory = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) << 10
    if process.returncode != 0 or Service.finished is None:
        print(process.stderr, file=sys.stderr)
        return 1
    took, ran = Service.finished - began, ended - began
    print(
        f"{options.megabytes} MB were taken in {took:.1f} s, and the server waited {Service.longest_wait:.2f} s at most; "
        f"writing them took {ran:.1f} s. Peak memory {memory / 1e6:.0f} MB.")
    faults = [
        words for isFault, words in [
            (memory >= MEMORY_LIMIT, f"memory is not below {MEMORY_LIMIT >> 20} MiB"),
            (Service.longest_wait > LONGEST_WAIT, "the server was kept waiting"),
            (took > ran / 2, "the body was not taken long before it was written: the writer was not slow enough"),
        ] if isFault
    ]
    for fault in faults:
        print(f"slow writer: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
