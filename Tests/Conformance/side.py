"""One of the two sides that are compared."""

import json
import os
import subprocess
import sys
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from recorder import Recorder

TODAY = "2026-11-23"


class Side:
    """A sandbox with a recorder before it, and a configuration that leads there."""

    def __init__(self, program, fixtures, directory, name):
        self.path = os.path.join(directory, f"{name}.json")
        self.process = subprocess.Popen(
            [program, "sandbox", "--fixtures", fixtures, "--config", self.path, "--as-of", TODAY],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"the sandbox did not start: try `{program} sandbox --fixtures {fixtures}`")
        self.service = line.split()[2].rstrip(",")
        self.recorder = Recorder(self.service)
        with open(self.path) as file:
            self.configuration = json.load(file)
        self.configuration["v3"]["base_url"] = self.recorder.address
        self.configuration["v1"]["base_url"] = self.recorder.address + "/api/v1"
        self.save()

    def save(self):
        with open(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(self.configuration, file)

    def renew(self):
        """Trades the refresh token for tokens that are good: 0.1.5 cannot do that with an expired one."""
        form = {"grant_type": "refresh_token", "refresh_token": self.configuration["v3"]["refresh_token"]}
        with urlopen(Request(self.service + "/oauth/token", urlencode(form).encode())) as answer:
            tokens = json.load(answer)
        self.configuration["v3"].update({name: tokens[name] for name in ("access_token", "refresh_token")})
        self.save()

    def stop(self):
        self.recorder.stop()
        self.process.terminate()
        self.process.wait()
