"""Runs every public method of the Python SDK against the sandbox, and the same calls through `crossfoot api`.

What went over the wire and what came back must agree, or differ as corrections.py says. Called by conformance.sh with
the SDK's own Python: conformance.py PROGRAM FIXTURES SDK-VERSION
"""

import sys
import tempfile

from calls import Calls


def main():
    program, fixtures, version = sys.argv[1:]
    with tempfile.TemporaryDirectory() as directory:
        check = Calls(program, fixtures, version, directory)
        try:
            check.run()
        finally:
            check.reference.stop()
            check.own.stop()
    print(f"streamOneIonSDK {version}: {check.count} calls of {len(check.called)} methods compared, "
          f"{len(check.used)} deliberate corrections seen, {len(check.faults)} other differences")
    print(check.description.summary())
    for fault in check.faults + check.description.faults:
        print(f"  {fault}")
    sys.exit(1 if check.faults or check.description.faults else 0)


if __name__ == "__main__":
    main()
