#!/usr/bin/env bash
# Fuzzes the readers of what other people write, with libFuzzer and the address sanitizer.
#
#   fuzz.sh [SECONDS [FORMAT ...]]     60 seconds a format; all of csv, json, xml, gzip and pipeline
#
# An input for which something does not hold is kept in Crashes/FORMAT/, where the tests find it; what was learnt on the
# way is kept in .build/fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds="${1:-60}"
shift || true
formats=("$@")
[ ${#formats[@]} -gt 0 ] || formats=(csv json xml gzip pipeline)
scratch=.build/fuzz
objects=$scratch/release
libraries="zlib libdeflate libcrypto libcurl yaml-0.1 libxml-2.0"

# A package cannot link a fuzzer's main program, so the library is built first and the harness linked to its objects.
build() {
  swift build --target FuzzProperties --scratch-path $scratch -c release --sanitize=address -Xswiftc -sanitize=fuzzer
  local headers=()
  for flag in $(pkg-config --cflags $libraries); do headers+=(-Xcc "$flag"); done
  # The linker says of each routine of the sanitizer that it exports none of them.
  find $objects/ -path '*.build/*' -name '*.o' -print0 | xargs -0 swiftc -parse-as-library -O -sanitize=fuzzer,address \
    -I $objects/Modules -I Sources/SystemLibraries "${headers[@]}" Tests/Fuzz/Harness/Harness.swift \
    $(pkg-config --libs $libraries) -o $scratch/harness 2> >(grep -v 'Cannot export local symbol' >&2)
}

# Swift's own backtrace comes in the way of the sanitizer's.
fuzz() {
  local format=$1 crashes=Tests/Fuzz/Crashes/$1 corpus=$scratch/corpus/$1
  mkdir -p "$crashes" "$corpus"
  echo "fuzzing $format for $seconds s"
  LSAN_OPTIONS=suppressions=Tests/leaks.suppressions:print_suppressions=0 \
    FUZZ_FORMAT=$format SWIFT_BACKTRACE=enable=no $scratch/harness -max_total_time="$seconds" -max_len=4096 -timeout=10 \
    -rss_limit_mb=2048 -artifact_prefix="$crashes/" -verbosity=0 -print_final_stats=1 "$corpus" "Tests/Fuzz/Seeds/$format" \
    >$scratch/"$format".log 2>&1 || { grep -aE 'error|ERROR|Test unit' $scratch/"$format".log | cut -c1-2000; return 1; }
  grep -aE 'number_of_executed_units|new_units_added' $scratch/"$format".log | sed 's/^stat::/  /'
}

build
failed=()
for format in "${formats[@]}"; do fuzz "$format" || failed+=("$format"); done
find Tests/Fuzz/Crashes -type d -empty -delete
[ ${#failed[@]} -eq 0 ] || { echo "found something in: ${failed[*]}; see Tests/Fuzz/Crashes" >&2; exit 1; }
