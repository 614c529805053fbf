#!/usr/bin/env bash
# Holds the ways in which the byte masks are made against each other: this processor's best, SSE2, plain C, and NEON, which
# an emulator runs where there are one and a compiler for arm64 (Debian: qemu-user, gcc-aarch64-linux-gnu).
set -euo pipefail
cd "$(dirname "$0")/../.."

header=Sources/SystemLibraries/CByteMasks/shim.h
program=Tests/ByteMasks/agreement.c
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

# made COMPILER HEADER NAME [OPTION]: compiles the program with a header.
made() {
  "$1" -O1 ${4:-} -Wno-psabi -DHEADER="\"$2\"" "$program" -o "$directory/$3"
}

expected=
# hold NAME COMMAND…: the number must be that of the first.
hold() {
  local name=$1 found
  shift
  found=$("$@")
  expected=${expected:-$found}
  echo "$name: $found"
  if [ "$found" != "$expected" ]; then echo "the byte masks of \"$name\" differ from the plain ones" >&2; exit 1; fi
}

compiler=${CC:-$(command -v cc || command -v clang)}
sed -e 's/defined(__x86_64__)/0/' -e 's/defined(__ARM_NEON)/0/' "$header" > "$directory/plain.h"
made "$compiler" "$directory/plain.h" plain
hold "plain C" "$directory/plain"
made "$compiler" "$PWD/$header" best
hold "this processor" "$directory/best"
if [ "$(uname -m)" = x86_64 ]; then
  sed -e 's/__builtin_cpu_supports("[a-z0-9]*")/0/g' "$header" > "$directory/least.h"
  made "$compiler" "$directory/least.h" least
  hold "SSE2" "$directory/least"
fi
if command -v qemu-aarch64 > /dev/null && command -v aarch64-linux-gnu-gcc > /dev/null; then
  made aarch64-linux-gnu-gcc "$PWD/$header" neon -static
  hold "NEON, emulated" qemu-aarch64 "$directory/neon"
else
  echo "NEON: skipped, there is no emulator or no compiler for arm64 (qemu-user, gcc-aarch64-linux-gnu)"
fi
