#!/usr/bin/env bash
# A month of two million report rows, served by a sandbox in a process of its own and closed by another.
# Prints the run's time and peak memory. Makes its data once, under .build/large.
set -euo pipefail
cd "$(dirname "$0")/../.."

data=.build/large/month
program=.build/release/crossfoot
Tests/Benchmarks/month-data.sh

"$program" sandbox --fixtures "$data" --config .build/large/ion.json >.build/large/sandbox.log &
sandbox=$!
trap 'kill $sandbox 2>/dev/null || true' EXIT
until grep -q serving .build/large/sandbox.log 2>/dev/null; do kill -0 $sandbox; sleep 0.1; done

measure() {
  echo "$1"
  shift
  local status=0
  # The kernel's own account of the child: seconds and, in kilobytes, the largest resident set.
  TIMEFORMAT='  %R s wall, %U s user, %S s system'
  time { python3 - "$@" <<'PYTHON' || status=$?
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
print(f"  exit {code}, peak memory {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MiB")
sys.exit(0 if code == 3 else 1)
PYTHON
  }
  return $status
}

common=(--param period=2026-10 --as-of 2026-11-23 --out .build/large/out --state .build/large/state)
echo "report: $(du -m "$data/reports/49038.csv" | cut -f1) MiB, subscriptions: $(du -m "$data/subscriptions.json" | cut -f1) MiB"
measure "month-end.yaml, over HTTP (the report's columns that the pipeline uses, 2,500 pages of subscriptions)" \
  "$program" run pipelines/month-end.yaml --config .build/large/ion.json "${common[@]}"
cat >.build/large/invoice-set.yaml <<'PIPELINE'
version: 1
name: invoice-set
params: { period: { type: month, default: last-month }, accept: { type: text, default: json } }
stages:
  invoices: { fetch: invoices, accept: "${params.accept}", filters: { billingStartDate: "${params.period.start}" } }
  headers:
    parse: invoices
    records: invoice
    columns: { invoice: id, amount: total, tax: tax, adjustments: adjustments, currency: currency }
  lines:
    parse: invoices
    records: invoice/lines/line
    columns: { invoice: { column: id, of: invoice }, amount: amount, currency: currency }
  header_tie: { reconcile: { invoices: headers, lines: lines } }
PIPELINE
for encoding in json xml; do
  measure "the invoices alone, 210,000 lines as $encoding, tied to their headers" \
    "$program" run .build/large/invoice-set.yaml --config .build/large/ion.json --param accept=$encoding "${common[@]}"
  measure "invoices.yaml, over HTTP (210,000 invoice lines as $encoding, against the report's five columns)" \
    "$program" run pipelines/invoices.yaml --config .build/large/ion.json --param accept=$encoding "${common[@]}"
done
measure "export.yaml, over HTTP (the whole report, JSON-wrapped)" \
  bash -c '"$@"; [ $? -eq 0 ] && exit 3' - "$program" run pipelines/export.yaml --config .build/large/ion.json "${common[@]}"
measure "local-files.yaml (the whole report and the subscriptions from the disk)" \
  "$program" run pipelines/local-files.yaml "${common[@]}" \
  --param report="$PWD/$data/reports/49038.csv" --param subscriptions="$PWD/$data/subscriptions.json"
