# One word per chore; `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
CLIENTS := tests/clients
BROWSER := tests/browser
VENDORS := tests/vendors
SDK := client-sdk
# Arguments for the server: make run ARGS="--listen 127.0.0.1:9000"
ARGS ?=
# Tables of finished work: make backtest HISTORIES="mine.csv"
HISTORIES ?= $(wildcard tests/data/history/*.csv.gz)
# Which figures of the web app: make bench-web PARTS="loading dragging"; all when empty.
PARTS ?=
# Which comparisons: make bench-load SCENARIOS="light-fan-out idle"; all when empty.
SCENARIOS ?=

# CI runs a failed test once more, and prints it as flaky when it passes then: docs/decisions/0027.
export NEXTEST_RETRIES ?= $(if $(CI),1,0)

.PHONY: help run services sdk web test check contracts bench bench-load bench-nodes bench-board bench-insight bench-meaning bench-assistant bench-web backtest chaos drag gaps pause audit-rest pictures fmt image clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Check what is needed, build the server and start it on loopback
	@tools/need rust cc
	@tools/web --if-possible
	cargo build --locked --release -p renexus --bin renexus
	@exec $(TARGET)/release/renexus serve $(ARGS)

services: $(VENDORS)/node_modules/.package-lock.json ## Start PostgreSQL with a standby, Redis, S3 and Azurite as tests use them, print their addresses, stop them on Ctrl-C
	@tools/need postgres pgvector redis s3
	@tools/services --standby bash -c 'trap "exit 0" INT TERM; export -p | grep -o "RENEXUS_TEST_.*" | sed "s/^/export /"; \
		echo "# Ctrl-C stops them and deletes what they hold."; sleep infinity & wait'

sdk: $(SDK)/node_modules/.package-lock.json ## Build the client SDK, which the server gives at /sdk
	cd $(SDK) && npm run --silent build

web: ## Build the client SDK and the web app, which the server embeds
	@tools/need node
	tools/web

test: sdk $(VENDORS)/node_modules/.package-lock.json $(CLIENTS)/node_modules/.package-lock.json $(BROWSER)/node_modules/.package-lock.json ## Run every test: Rust on SQLite, PostgreSQL, Redis, S3 and Azurite, documentation, stock clients, nodes behind nginx, the SDK, a real browser
	@tools/need rust cc node nextest postgres pgvector redis s3 nginx curl
	cargo build --locked --workspace --all-targets
	tools/services cargo nextest run --locked --workspace
	RENEXUS_TEST_ENGINE=postgres tools/services cargo nextest run --locked --workspace --profile postgres
	RENEXUS_TEST_ENGINE=pgvector tools/services cargo nextest run --locked -p renexus --test search --profile pgvector
	RENEXUS_TEST_SHARED=redis tools/services cargo nextest run --locked -p renexus --test accounts --test comments --test tasks --test workspaces
	RENEXUS_TEST_BLOBS=s3 tools/services cargo nextest run --locked -p renexus --test files
	RENEXUS_TEST_BLOBS=azure tools/services cargo nextest run --locked -p renexus --test files
	cargo test --locked --workspace --doc
	RENEXUS_BIN=$(TARGET)/debug/renexus tools/services npm test --prefix $(CLIENTS)
	cd $(SDK) && RENEXUS_BIN=$(TARGET)/debug/renexus npm test
	@tools/need chromium
	tools/web
	cd $(BROWSER) && RENEXUS_BIN=$(TARGET)/debug/renexus npm test

check: sdk ## Formatting, lints, documentation, licences: everything that needs no running
	@tools/need rust cc node deny
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps
	tools/deny
	cd $(SDK) && npm run --silent check
	tools/web
	cd web && npm run --silent check
	git ls-files '*.js' '*.mjs' | xargs -r -n 1 node --check

contracts: $(VENDORS)/node_modules/.package-lock.json ## Run every port's contract on every adapter, and print the number of cases side by side
	@tools/need rust cc node nextest postgres redis s3
	tools/services cargo nextest run --locked -p renexus --test redis --no-capture side_by_side

bench: $(CLIENTS)/node_modules/.package-lock.json load-tests/peers/node_modules/.package-lock.json ## Measure every promised figure with the optimised build (half an hour)
	@tools/need rust cc node
	cargo build --locked --profile dist -p renexus -p renexus-load
	tools/bench $(TARGET)

bench-load: load-tests/peers/node_modules/.package-lock.json ## Compare Renexus with other servers under load, also single SCENARIOS="…" (an hour)
	@tools/need rust cc node
	cargo build --locked --profile dist -p renexus -p renexus-load
	load-tests/bench $(TARGET)/dist $(SCENARIOS)

bench-nodes: ## Two nodes beside one, restarted under 5,000 people, led by address, and with a database far away (20 minutes)
	@tools/need rust cc node postgres redis
	cargo build --locked --profile dist -p renexus -p renexus-load
	RENEXUS_TEST_FSYNC=on tools/services load-tests/bench-nodes $(TARGET)/dist

bench-board: ## A board of 1,000 cards under 50 requests a second, beside 200 people who edit
	cargo build --locked --profile dist -p renexus -p renexus-load
	$(TARGET)/dist/renexus-load --server $(TARGET)/dist/renexus board --tasks 1000 --rate 50 --seconds 60

drag: ## Two people drag 1,000 cards at once; when does each see the other's, and a change of rights
	cargo build --locked --profile dist -p renexus -p renexus-load
	$(TARGET)/dist/renexus-load --server $(TARGET)/dist/renexus drag

gaps: ## 20 clients lose their connections while 10,000 things happen, and miss nothing
	@tools/need rust cc nextest
	RENEXUS_GAP_CHANGES=$(or $(CHANGES),10000) cargo nextest run --locked -p renexus --test live gap

chaos: $(CLIENTS)/node_modules/.package-lock.json ## Stock editors on three nodes while nodes and Redis die, also EDITS=… KILLS=… OUTAGES=…
	@tools/need rust cc node postgres redis
	cargo build --locked --profile dist -p renexus
	RENEXUS_BIN=$(TARGET)/dist/renexus tools/services node $(CLIENTS)/chaos.mjs

pause: ## A node stands still for PAUSE=30 seconds in a checkpoint, with its lock
	@tools/need rust cc nextest postgres redis s3
	RENEXUS_PAUSE=$(or $(PAUSE),30) tools/services cargo nextest run --locked -p renexus --test nodes --no-capture paused

audit-rest: ## Schemathesis against a server with the demo in it, for MINUTES=10
	@tools/need rust cc
	cargo build --locked -p renexus --bin renexus
	tools/audit-rest $(TARGET)/debug/renexus $(TARGET)/audit-venv $(or $(MINUTES),10)

bench-insight: ## Measure forecasts and suggestions with the optimised build
	@tools/need rust cc
	cargo bench --locked --profile dist -p renexus --bench insight

bench-meaning: ## Measure search by words and meaning among 100,000 pieces: SQLite, PostgreSQL, pgvector (ten minutes)
	@tools/need rust cc postgres pgvector redis s3
	tools/services cargo bench --locked --profile dist -p renexus --bench meaning

bench-web: $(BROWSER)/node_modules/.package-lock.json load-tests/peers/node_modules/.package-lock.json ## Measure the web app in a real browser, also single PARTS="keystrokes loading scrolling dragging building"
	@tools/need rust cc node chromium
	tools/web
	cargo build --locked --profile dist -p renexus
	RENEXUS_BIN=$(TARGET)/dist/renexus node $(BROWSER)/bench/main.mjs $(PARTS)

bench-assistant: ## What a model that hangs, floods or dies costs editing, and a worker that panics, also ROUNDS=4
	@tools/need rust cc node
	cargo build --locked --profile dist -p renexus -p renexus-load
	RENEXUS_BIN=$(TARGET)/dist/renexus RENEXUS_LOAD=$(TARGET)/dist/renexus-load node load-tests/assistant/beside.mjs
	cargo bench --locked --profile dist -p renexus-actors --bench panics

backtest: ## Measure on real histories how often forecasts hold and guesses are right, also HISTORIES="…"
	@tools/need rust cc
	cargo build --locked --release -p renexus --bin renexus
	$(TARGET)/release/renexus insight backtest $(HISTORIES)
	$(TARGET)/release/renexus insight suggest-eval $(HISTORIES)
	$(TARGET)/release/renexus insight duplicates

pictures: web $(BROWSER)/node_modules/.package-lock.json ## Take the pictures of the README anew, from the demo
	@tools/need rust cc chromium
	cargo build --locked -p renexus --bin renexus
	cd $(BROWSER) && RENEXUS_BIN=$(TARGET)/debug/renexus node pictures.mjs

fmt: ## Format the Rust code
	cargo fmt --all

image: ## Build the container image renexus:latest
	docker build --tag renexus:latest .

clean: ## Remove what was built and measured, not the data folder
	cargo clean
	rm -rf bench web/out web/.next web/node_modules client-sdk/dist client-sdk/node_modules $(BROWSER)/node_modules $(CLIENTS)/node_modules $(VENDORS)/node_modules load-tests/peers/node_modules

# npm writes this file last: it is there when everything is.
%/node_modules/.package-lock.json: %/package-lock.json
	@tools/need node
	cd $* && npm ci --no-audit --no-fund
	@touch $@
