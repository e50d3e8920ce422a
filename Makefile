# Everything a person or CI runs. Each target installs and builds what it needs; arguments go in ARGS="…".
PNPM_VERSION := 12.21.0
PNPM := npx --yes pnpm@$(PNPM_VERSION)
BIN := node_modules/.bin
VITEST := $(BIN)/vitest run --config .config/vitest.config.ts
INSTALLED := node_modules/.installed
MANIFESTS := package.json pnpm-lock.yaml pnpm-workspace.yaml $(wildcard packages/*/package.json) scripts/package.json test/package.json

.DEFAULT_GOAL := help
.PHONY: help install build demo test matrix soak test-fork test-clients mutation check fix generate bench bench-actions bench-emulator bench-export emulator tgmcp doctor check-env sync-env clean

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(INSTALLED): $(MANIFESTS)
	@$(PNPM) install --frozen-lockfile --reporter=append-only
	@touch $@

install: $(INSTALLED) ## Install the dependencies the lock file names

build: $(INSTALLED) ## Compile everything and bundle the three programs
	@$(BIN)/tsc -b
	@node scripts/dist/bundle.js

demo: build ## Watch both servers do their job on the embedded data centre; EXPORT=result.json reads your own history
	@EXPORT='$(EXPORT)' ME='$(ME)' node scripts/dist/demo.js $(ARGS)

test: build ## Run all tests, no network needed
	@$(VITEST) $(ARGS)

matrix: build ## Every crash point by every fault (make test runs a sample)
	@TGMCP_MATRIX=full $(VITEST) --project serial test/serial/crash $(ARGS)

soak: build ## The promises that take time, at full length (make test has shorter ones): chaos for SECONDS=300, budgets, crowds, fuzz
	@TGMCP_SOAK=1 TGMCP_CHAOS_SECONDS=$(or $(SECONDS),300) $(VITEST) --project serial $(or $(ARGS),test/serial)

test-fork: build ## Run the client adapter's tests with the maintained fork of the client library in its place
	@node scripts/dist/test-fork.js $(ARGS)

test-clients: build ## Run the real MCP clients (Codex, Inspector) against both servers; fetches half a gigabyte from npm
	@$(BIN)/vitest run --config .config/vitest-clients.config.ts $(ARGS)

mutation: build ## Change what protects the account in every place and see that tests notice: ARGS="guard config pacing state gates approvals journal"
	@node scripts/dist/mutation.js $(ARGS)

check: build ## Lint, format, dead code, import rules, generated files
	@$(BIN)/oxlint --type-aware -c .config/oxlintrc.json packages scripts test .config
	@$(BIN)/oxfmt -c .config/oxfmtrc.json --check packages/*/src packages/emulator/preload scripts test .config/*.ts
	@$(BIN)/depcruise --config .config/dependency-cruiser.cjs packages/*/src scripts test --output-type err
	@$(BIN)/knip --config .config/knip.json
	@node scripts/dist/generate.js --check

fix: build ## Format, and fix what lint can fix
	@$(BIN)/oxfmt -c .config/oxfmtrc.json packages/*/src packages/emulator/preload scripts test .config/*.ts
	@$(BIN)/oxlint --type-aware --fix -c .config/oxlintrc.json packages scripts test .config

generate: build ## Rewrite .env.sample and the docs that come from tables
	@node scripts/dist/generate.js

bench: build ## Measure start-up, overhead, memory and the cost of the tool lists
	@node scripts/dist/bench.js $(ARGS)

bench-actions: build ## Measure executions: their own work in commits to the disk, and eight sessions at once
	@node scripts/dist/bench-actions.js $(ARGS)

bench-emulator: build ## Measure the emulator: pages a second, memory, a million messages
	@node scripts/dist/bench-emulator.js $(ARGS)

bench-export: build ## Measure exports: messages a second against the bare library, memory with a million messages
	@node scripts/dist/bench-export.js $(ARGS)

emulator: build ## Run the embedded data centre: ARGS="--world FILE | --import FILE [--port N]"
	@node packages/emulator/dist/cli.js $(ARGS)

tgmcp: build ## Run the operator's command: ARGS="login", ARGS="approve", …
	@node packages/operator/bundle/tgmcp.js $(ARGS)

check-env: build ## List what the settings file lacks, and what must be set
	@node scripts/dist/check_env.js

sync-env: build ## Append to .env what .env.sample has and it does not mention
	@node scripts/dist/sync_env.js

doctor: build ## Say what is wrong with this installation and what to run next; ARGS="--online" asks Telegram, too
	@node packages/operator/bundle/tgmcp.js doctor $(ARGS)

clean: ## Remove everything that was built or installed
	rm -rf node_modules packages/*/node_modules scripts/node_modules test/node_modules
	rm -rf packages/*/dist packages/*/bundle scripts/dist test/dist reports
