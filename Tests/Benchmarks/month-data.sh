#!/usr/bin/env bash
# Makes the large month under .build/large, once: 2,000,000 report rows, 250,000 subscriptions, and their invoices.
set -euo pipefail
cd "$(dirname "$0")/../.."

data=.build/large/month
[ ! -e "$data/planted.csv" ] || exit 0
swift build -c release --static-swift-stdlib --product month-generator >/dev/null
mkdir -p "$data"
.build/release/month-generator --out "$data" --seed 7 --subscriptions 250000 --rows 2000000 --customers 5000
