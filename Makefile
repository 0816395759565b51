# One word per chore; `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
CLIENTS := tests/clients
# Arguments for the server: make run ARGS="--listen 127.0.0.1:9000"
ARGS ?=
# Which comparisons: make bench-load SCENARIOS="light-fan-out idle"; all when empty.
SCENARIOS ?=

.PHONY: help run test check bench bench-load fmt image clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Check what is needed, build the server and start it on loopback
	@tools/need rust cc
	cargo build --locked --release -p renexus --bin renexus
	@exec $(TARGET)/release/renexus serve $(ARGS)

test: $(CLIENTS)/node_modules/.package-lock.json ## Run every test: Rust on SQLite and PostgreSQL, documentation, stock clients in Node
	@tools/need rust cc node nextest postgres
	cargo build --locked --workspace --all-targets
	tools/services cargo nextest run --locked --workspace
	RENEXUS_TEST_ENGINE=postgres tools/services cargo nextest run --locked --workspace --profile postgres
	cargo test --locked --workspace --doc
	cd $(CLIENTS) && RENEXUS_BIN=$(TARGET)/debug/renexus npm test

check: ## Formatting, lints, documentation, licences: everything that needs no running
	@tools/need rust cc node deny
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps
	tools/deny
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
	rm -rf bench $(CLIENTS)/node_modules load-tests/peers/node_modules

# npm writes this file last: it is there when everything is.
%/node_modules/.package-lock.json: %/package-lock.json
	@tools/need node
	cd $* && npm ci --no-audit --no-fund
	@touch $@
