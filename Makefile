# make run   watch a month close on this machine
# make test  build everything and run the whole suite
# make help  the other targets
SHELL := /bin/bash
.DEFAULT_GOAL := help

SWIFT ?= swift
# Extra words for every build; CI sets "-Xswiftc -warnings-as-errors".
SWIFTFLAGS ?=
CROSSFOOT := .build/release/crossfoot

# For the benchmarks: which rows, by name (without one, all), and how often each program runs.
ROWS ?=
ROUNDS ?= 5

.PHONY: help run build test test-pipelines test-dependencies test-race test-release test-sanitized test-kill test-slow-writer fuzz \
  byte-masks conformance oracle schema reference lint \
  format dependencies large \
  bench bench-peers bench-data clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1\t/' | expand -t 22

run: build ## close the demonstration's month against the sandbox
	@$(CROSSFOOT) run pipelines/month-end.yaml --sandbox --param period=2026-10 --as-of 2026-11-23; \
	status=$$?; \
	if [ $$status -eq 3 ]; then \
	  printf '\n%s\n%s\n' \
	    'Exit code 3 is the expected end: the month was made with breaks in it (fixtures/README.md lists them),' \
	    'and finding them is the demonstration. Look at them: zcat out/sandbox/month-end/2026-10/breaks.csv.gz'; \
	else \
	  echo "The demonstration should end with exit code 3, and ended with $$status." >&2; exit 1; \
	fi

build: dependencies ## build the program in release mode
	@$(SWIFT) build -c release --static-swift-stdlib --product crossfoot $(SWIFTFLAGS)

test: dependencies test-dependencies ## build everything and run the whole suite
	$(SWIFT) build --build-tests $(SWIFTFLAGS)
	$(SWIFT) test --skip-build $(SWIFTFLAGS)

test-pipelines: build ## run the tests that stand in the pipelines, as a user does
	@$(CROSSFOOT) test pipelines

test-dependencies: ## install the programs that only tests need (Debian: apt, with sudo where needed)
	@missing=""; \
	[ -x /usr/sbin/nghttpx ] || missing="nghttp2-proxy"; \
	[ -x /usr/bin/dot ] || missing="$$missing graphviz"; \
	python3 -c 'import ensurepip' 2>/dev/null || missing="$$missing python3-venv"; \
	if [ -n "$$missing" ]; then \
	  echo "Installing for the tests: $$missing"; \
	  sudo=""; [ "$$(id -u)" -eq 0 ] || sudo="sudo"; \
	  $$sudo apt-get update -qq && \
	  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

# How often two processes race for the same order.
RACE_ROUNDS ?= 200

test-race: dependencies ## two processes order the same invoices at once, 200 times: make test-race RACE_ROUNDS=200
	$(SWIFT) build --build-tests $(SWIFTFLAGS)
	RACE_ROUNDS=$(RACE_ROUNDS) $(SWIFT) test --skip-build $(SWIFTFLAGS) --filter GenerationRaceTests

test-release: dependencies ## run the tests of formats and values on optimized code
	$(SWIFT) test -c release -Xswiftc -enable-testing --scratch-path .build/release-tests $(SWIFTFLAGS) \
	  --filter 'FormatsTests|RecordsTests|ReconciliationTests'

test-sanitized: dependencies ## run the tests of formats and streams under the address sanitizer
	LSAN_OPTIONS=suppressions=$(CURDIR)/Tests/leaks.suppressions:print_suppressions=0 \
	  $(SWIFT) test --sanitize=address --scratch-path .build/sanitized $(SWIFTFLAGS) \
	  --filter 'FormatsTests|StreamingTests|FuzzTests'

# How long each format is fuzzed.
SECONDS_EACH ?= 60

fuzz: dependencies ## fuzz every reader: make fuzz SECONDS_EACH=60
	@Tests/Fuzz/fuzz.sh $(SECONDS_EACH)

byte-masks: ## hold what finds bytes 64 at a time on this processor against plain C, SSE2 and NEON
	@bash Tests/ByteMasks/agreement.sh

conformance: dependencies ## compare with the Python SDK, call by call (needs the Python index)
	$(SWIFT) build --product crossfoot $(SWIFTFLAGS)
	Tests/Conformance/conformance.sh

# How large the months are that the oracle judges, and which of them.
ORACLE_ROWS ?= 1000 20000
SEEDS ?= 1 2 3 4 5

oracle: build ## hold reconciling against an oracle in Python: make oracle ORACLE_ROWS="1000 100000" SEEDS="1 2 3"
	@python3 -m unittest discover --start-directory Tests/Oracle --quiet
	@python3 Tests/Oracle/compare.py --month-end
	@python3 Tests/Oracle/compare.py --rows $(ORACLE_ROWS) --seeds $(SEEDS)

schema: dependencies ## hold the schema of pipeline files against the files and the program (needs the Python index)
	$(SWIFT) build --product crossfoot $(SWIFTFLAGS)
	@[ -x .build/schema/bin/python ] || python3 -m venv .build/schema
	@.build/schema/bin/pip install --quiet --disable-pip-version-check jsonschema==4.23.0 PyYAML==6.0.2
	@.build/schema/bin/python Tests/Schema/check.py .build/debug/crossfoot

reference: build ## make the schema and the manual of pipeline files anew
	$(CROSSFOOT) schema > pipelines/pipeline.schema.json
	$(CROSSFOOT) schema --format markdown > docs/pipeline-file.md

# How many runs are killed, of which pipeline, and what each of them is told.
KILL_ROUNDS ?= 200
KILL_PIPELINE ?= pipelines/month-end.yaml
KILL_WORDS ?= --param period=2026-10

test-kill: dependencies ## kill runs, also such that order invoices, and resume them: make test-kill KILL_ROUNDS=200
	@$(SWIFT) build --product crossfoot $(SWIFTFLAGS)
	@python3 Tests/Robustness/kill_loop.py $(KILL_PIPELINE) --rounds $(KILL_ROUNDS) -- $(KILL_WORDS)
	@python3 Tests/Robustness/kill_generation.py --rounds $(KILL_ROUNDS)

# How large the body is that a slow writer is held against.
MEGABYTES ?= 1000

test-slow-writer: build ## a gigabyte against a writer that sleeps: bounded memory, and the server never waits
	@python3 Tests/Robustness/slow_writer.py --megabytes $(MEGABYTES)

lint: ## check the format of every Swift file
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## format every Swift file
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

large: build ## a report of two million rows through a sandbox of its own: time and peak memory
	@Tests/Benchmarks/large-month.sh

bench: build bench-data ## how fast files are read and written; ROWS="csv-sum xml" and ROUNDS=5 say what and how often
	@python3 Tests/Benchmarks/benchmark.py --rounds $(ROUNDS) $(ROWS)

bench-peers: build bench-data ## the same in alternation with other programs, which it installs (needs the Python index)
	@Tests/Benchmarks/install-peers.sh
	@python3 Tests/Benchmarks/benchmark.py --peers --rounds $(ROUNDS) $(ROWS)

bench-data: dependencies
	@$(SWIFT) build -c release --static-swift-stdlib --product benchmark-data $(SWIFTFLAGS)
	@.build/release/benchmark-data .build/bench
	@python3 Tests/Benchmarks/long-pipeline.py .build/bench/long.yaml
	@case " $(ROWS) " in "  "|*" reconcile "*) Tests/Benchmarks/month-data.sh;; esac
	@[ .build/bench/launch -nt Tests/Benchmarks/launch.c ] || \
	  $$(command -v cc || command -v clang) -O2 Tests/Benchmarks/launch.c -o .build/bench/launch

# The system libraries, by the name that pkg-config knows and the Debian package that brings it.
LIBRARIES := zlib:zlib1g-dev libdeflate:libdeflate-dev libcrypto:libssl-dev libcurl:libcurl4-openssl-dev \
  yaml-0.1:libyaml-dev libxml-2.0:libxml2-dev sqlite3:libsqlite3-dev libmicrohttpd:libmicrohttpd-dev

dependencies: ## install the system libraries that are missing (Debian: apt, with sudo where needed)
	@missing=""; \
	command -v pkg-config >/dev/null || missing="pkg-config"; \
	for pair in $(LIBRARIES); do \
	  pkg-config --exists "$${pair%%:*}" 2>/dev/null || missing="$$missing $${pair#*:}"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "Installing system libraries: $$missing"; \
	  sudo=""; [ "$$(id -u)" -eq 0 ] || sudo="sudo"; \
	  $$sudo apt-get update -qq && \
	  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null || \
	  { echo "Could not install them; install these packages by hand: $$missing" >&2; exit 1; }; \
	fi

clean: ## remove everything that was built and every sandbox run
	rm -rf .build .crossfoot/sandbox out/sandbox
