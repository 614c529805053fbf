"""Makes a call through the SDK and through `crossfoot api`, and compares what went over the wire and what came back."""

import contextlib
import io
import json
import subprocess
import tempfile
import warnings
from urllib.parse import parse_qsl

import corrections
from openapi import Description
from side import TODAY, Side

import StreamOneIONSDK.client as sdk
from StreamOneIONSDK import exceptions


def simplified(exchange):
    """What of a request is compared."""
    body = exchange.body.decode()
    if exchange.content_type == "application/json" and body.startswith("{"):
        body = json.loads(body)
    elif exchange.content_type == "application/x-www-form-urlencoded":
        # Tokens differ from sandbox to sandbox.
        body = sorted((name, "…" if "token" in name else value) for name, value in parse_qsl(body))
    # So do the signatures of addresses.
    query = [(name, "…" if name.startswith("X-") else value) for name, value in exchange.query]
    request = {
        "method": exchange.method, "path": exchange.path, "query": query,
        "content_type": exchange.content_type if exchange.body else "", "body": body,
    }
    if exchange.path.startswith("/api/v1/invoices") and exchange.method == "GET" and exchange.status == 200:
        answer = json.loads(exchange.answer)["data"]["invoice"]
        request["records"] = len(answer) if isinstance(answer, list) else 1
    if exchange.path == "/api/v1/customers" and exchange.status == 200:
        request["records"] = len(json.loads(exchange.answer)["data"]["customer"])
    return request


def comparable(requests):
    return [{name: value for name, value in request.items() if name != "records"}
            for request in requests]


class Check:
    """All calls, and what was found."""

    def __init__(self, program, fixtures, version, directory):
        self.program, self.version, self.directory = program, version, directory
        self.reference = Side(program, fixtures, directory, "sdk")
        self.own = Side(program, fixtures, directory, "crossfoot")
        if version == "0.1.5":
            self.reference.renew()
            self.own.renew()
        client = sdk.StreamOneClient(self.reference.path)
        address = self.reference.recorder.address
        client.v1_base_url = client.billing_v1.base_url = client.customers_v1.base_url = address + "/api/v1"
        client.v3_base_url = address
        self.client = client
        self.called = set()
        self.used = set()
        self.faults = []
        self.count = 0
        self.description = Description.from_environment()

    # What both sides do.

    def ask_sdk(self, method, arguments):
        self.called.add(method)
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            try:
                result = getattr(self.client, method)(**arguments)
                if hasattr(result, "__next__"):
                    result = list(result)
                return result, None
            except (exceptions.StreamOneIONSDKException, KeyError) as error:
                return None, error

    def ask_crossfoot(self, words):
        command = [self.program, "api", *words, "--config", self.own.path, "--as-of", TODAY]
        if words[:2] != ["invoices", "generate"]:
            return subprocess.run(command, capture_output=True, text=True)
        # The SDK sends an order twice if it is told to; here, the ledger of the state directory is what keeps it from that.
        with tempfile.TemporaryDirectory() as state:
            return subprocess.run([*command, "--state", state], capture_output=True, text=True)

    def call(self, method, arguments, words, records=lambda result: result, *differences, output="jsonl"):
        """Makes a call on both sides and compares; each difference is the name of a correction and what it changes."""
        self.count += 1
        name = f"{method}({', '.join(f'{k}={v!r}' for k, v in arguments.items())})"
        result, error = self.ask_sdk(method, arguments)
        ending = self.ask_crossfoot([*words, *(["--output", output] if output else [])])
        theirs, ours = self.reference.recorder.take(), self.own.recorder.take()
        for exchange in theirs + ours:
            self.description.check(exchange)
        expected = self.corrected(name, [simplified(exchange) for exchange in theirs], differences)
        self.compare(name, "requests", comparable(expected), comparable([simplified(e) for e in ours]))
        if error is not None or ending.returncode != 0:
            self.faults.append(f"{name}: SDK {error!r}, crossfoot {ending.returncode} {ending.stderr.strip()}")
            return None
        if output == "jsonl":
            found = [json.loads(line) for line in ending.stdout.splitlines()]
            self.compare(name, "records", records(result), found)
        return result, ending

    def missing(self, method, arguments, words, *differences, hidden=True):
        """Asks both sides for what is not there: crossfoot says so, and so does the SDK unless it hides that."""
        self.count += 1
        name = f"{method}({arguments})"
        result, error = self.ask_sdk(method, arguments)
        ending = self.ask_crossfoot(words)
        theirs, ours = self.reference.recorder.take(), self.own.recorder.take()
        expected = self.corrected(name, [simplified(exchange) for exchange in theirs], differences)
        self.compare(name, "requests", comparable(expected), comparable([simplified(e) for e in ours]))
        if hidden:
            self.used.add("not-found")
        if not (result in ({}, []) or isinstance(error, KeyError) if hidden
                else isinstance(error, exceptions.NotFoundError)):
            self.faults.append(f"{name}: the SDK answers 404 in another way: {result} {error!r}")
        answer = ours[-1] if ours else None
        told = answer and answer.status == 404 and json.loads(answer.answer)["message"] in ending.stderr
        if ending.returncode != 1 or ending.stdout or not told:
            self.faults.append(f"{name}: exit code {ending.returncode} for {answer!r}: {ending.stdout}{ending.stderr}")

    def all_pages(self, method, arguments, size, words, listed):
        """A list of version 1 in small pages: the SDK is asked for each of them, as its users have to."""
        self.count += 1
        name = f"{method}({arguments}) in pages of {size}"
        records, page = [], None
        while page is None or page:
            result, error = self.ask_sdk(method, {**arguments, "limit": size, "offset": len(records)})
            if error:
                self.faults.append(f"{name}: {error!r}")
                return
            page = listed(result)
            records += page
        ending = self.ask_crossfoot([*words, "--page-size", str(size), "--output", "jsonl"])
        theirs, ours = self.reference.recorder.take(), self.own.recorder.take()
        if len(theirs) < 3:
            self.faults.append(f"{name}: {len(records)} records are no more than a page, and show nothing")
        self.compare(name, "requests", *(comparable([simplified(e) for e in side]) for side in (theirs, ours)))
        self.compare(name, "records", records, [json.loads(line) for line in ending.stdout.splitlines()])

    def corrected(self, name, expected, differences):
        for correction, adjust in differences:
            self.used.add(correction)
            result = adjust(expected)
            if result == expected:
                self.faults.append(f"{name}: the correction \"{correction}\" changes nothing any more")
            expected = result
        return expected

    def compare(self, name, what, theirs, ours):
        if theirs == ours:
            return
        lines = [f"{name}: other {what}"]
        for index in range(max(len(theirs), len(ours))):
            left = theirs[index] if index < len(theirs) else None
            right = ours[index] if index < len(ours) else None
            if left != right:
                lines += [f"    expected {json.dumps(left)[:600]}", f"    sent     {json.dumps(right)[:600]}"]
                break
        self.faults.append("\n".join(lines))
