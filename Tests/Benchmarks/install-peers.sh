#!/usr/bin/env bash
# Installs what `make bench-peers` measures against: Python packages into .build/bench/venv, two programs of Debian, and
# the small C programs that show the limits. What is there already is left alone.
set -euo pipefail
cd "$(dirname "$0")/../.."

missing=""
command -v pigz >/dev/null || missing="$missing pigz"
command -v mlr >/dev/null || missing="$missing miller"
command -v cc >/dev/null || missing="$missing gcc libc6-dev"
command -v c++ >/dev/null || missing="$missing g++"
pkg-config --exists libxml-2.0 || missing="$missing libxml2-dev"
[ -e /usr/include/simdjson.h ] || missing="$missing libsimdjson-dev"
python3 -c 'import ensurepip' 2>/dev/null || missing="$missing python3-venv"
if [ -n "$missing" ]; then
  echo "Installing for the benchmarks:$missing"
  sudo=""; [ "$(id -u)" -eq 0 ] || sudo="sudo"
  $sudo apt-get update -qq
  # shellcheck disable=SC2086 # The names are words.
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

mkdir -p .build/bench/limits
requirements=Tests/Benchmarks/peers/requirements.txt
if ! cmp -s $requirements .build/bench/venv/requirements.txt; then
  python3 -m venv .build/bench/venv
  .build/bench/venv/bin/pip install --quiet --disable-pip-version-check -r $requirements
  cp $requirements .build/bench/venv/requirements.txt
fi

limits=Tests/Benchmarks/limits
compile() {
  local compiler=$1 source=$2
  shift 2
  local program=.build/bench/limits/$(basename "${source%.*}")
  [ "$program" -nt "$source" ] || "$compiler" -O3 -march=native "$source" -o "$program" "$@"
}
compile cc $limits/newlines.c
compile cc $limits/memcpy.c
# shellcheck disable=SC2046 # The flags are words.
compile cc $limits/xml.c $(pkg-config --cflags --libs libxml-2.0)
compile c++ $limits/json.cpp -lsimdjson
# shellcheck disable=SC2046 # The flags are words.
compile cc $limits/start.c -Wl,--no-as-needed \
  $(pkg-config --libs libmicrohttpd yaml-0.1 libcrypto libdeflate libcurl libxml-2.0 zlib sqlite3) -lstdc++ -lm -lgcc_s
compile cc $limits/csv.c || echo "This processor has no AVX2: the rows go without the C program for CSV." >&2
