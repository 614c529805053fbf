#!/usr/bin/env bash
# Compares this program with the Python SDK that it descends from, call by call, against the sandbox.
# Needs Python 3 with venv, and the Python index for the SDK.
set -euo pipefail
cd "$(dirname "$0")/../.."

program="${CROSSFOOT:-$PWD/.build/debug/crossfoot}"
if [ ! -x "$program" ]; then swift build --product crossfoot; fi
for version in 0.1.8 0.1.5; do
  environment=".build/conformance/$version"
  if [ ! -e "$environment/installed" ]; then
    python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check \
      "streamOneIonSDK==$version" requests pyyaml "jsonschema<5"
    touch "$environment/installed"
  fi
  PYTHONPATH=Tests/Conformance PYTHONDONTWRITEBYTECODE=1 \
    "$environment/bin/python" -W ignore Tests/Conformance/conformance.py "$program" fixtures/month-end "$version"
done
