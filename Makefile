# One word per chore; `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
CLIENTS := tests/clients
BROWSER := tests/browser
SDK := client-sdk
# Arguments for the server: make run ARGS="--listen 127.0.0.1:9000"
ARGS ?=
# Which comparisons: make bench-load SCENARIOS="light-fan-out idle"; all when empty.
SCENARIOS ?=

.PHONY: help run sdk web test check bench bench-load fmt image clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Check what is needed, build the server and start it on loopback
	@tools/need rust cc
	@tools/web --if-possible
	cargo build --locked --release -p renexus --bin renexus
	@exec $(TARGET)/release/renexus serve $(ARGS)

sdk: $(SDK)/node_modules/.package-lock.json ## Build the client SDK, which the server gives at /sdk
	cd $(SDK) && npm run --silent build

web: ## Build the client SDK and the web app, which the server embeds
	@tools/need node
	tools/web

test: sdk $(CLIENTS)/node_modules/.package-lock.json $(BROWSER)/node_modules/.package-lock.json ## Run every test: Rust on SQLite and PostgreSQL, documentation, stock clients and the SDK in Node, the app in a browser
	@tools/need rust cc node nextest postgres
	cargo build --locked --workspace --all-targets
	tools/services cargo nextest run --locked --workspace
	RENEXUS_TEST_ENGINE=postgres tools/services cargo nextest run --locked --workspace --profile postgres
	cargo test --locked --workspace --doc
	cd $(CLIENTS) && RENEXUS_BIN=$(TARGET)/debug/renexus npm test
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

bench: $(CLIENTS)/node_modules/.package-lock.json load-tests/peers/node_modules/.package-lock.json ## Measure every promised figure with the optimised build (half an hour)
	@tools/need rust cc node
	cargo build --locked --profile dist -p renexus -p renexus-load
	tools/bench $(TARGET)

bench-load: load-tests/peers/node_modules/.package-lock.json ## Compare Renexus with other servers under load, also single SCENARIOS="…" (an hour)
	@tools/need rust cc node
	cargo build --locked --profile dist -p renexus -p renexus-load
	load-tests/bench $(TARGET)/dist $(SCENARIOS)

fmt: ## Format the Rust code
	cargo fmt --all

image: ## Build the container image renexus:latest
	docker build --tag renexus:latest .

clean: ## Remove what was built and measured, not the data folder
	cargo clean
	rm -rf bench web/out web/.next web/node_modules $(BROWSER)/node_modules $(SDK)/dist $(SDK)/node_modules $(CLIENTS)/node_modules load-tests/peers/node_modules

# npm writes this file last: it is there when everything is.
%/node_modules/.package-lock.json: %/package-lock.json
	@tools/need node
	cd $* && npm ci --no-audit --no-fund
	@touch $@
