# Everything a person or CI runs. Each target installs and builds what it needs; arguments go in ARGS="…".
PNPM_VERSION := 12.21.0
PNPM := npx --yes pnpm@$(PNPM_VERSION)
BIN := node_modules/.bin
VITEST := $(BIN)/vitest run --config .config/vitest.config.ts
# All but what takes minutes, or measures time.
QUICK := --project unit --project fast --project apart
INSTALLED := node_modules/.installed
MANIFESTS := package.json pnpm-lock.yaml pnpm-workspace.yaml $(wildcard packages/*/package.json) scripts/package.json test/package.json

# What the command says to run next begins with "tgmcp".
SPELL = command -v tgmcp >/dev/null || echo "To type \"tgmcp …\" as it stands above: alias tgmcp=\"node '$$PWD/packages/operator/bundle/tgmcp.js'\"" >&2

.DEFAULT_GOAL := help
.PHONY: help install build demo recording test test-fast test-limiter test-security matrix soak test-fork test-clients mutation check check-code check-rules fix generate bench bench-actions bench-emulator bench-export emulator pack mcpb docker-steps tgmcp doctor check-env sync-env run-read run-actions clean dev-setup dev-check
# What older checkouts call them.
.PHONY: run-mcp-read run-mcp-actions env-status check-all lint format format-check security-check run-security check-anti-spam anti-spam-check telegram-api-audit

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@ / {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##@ First

demo: build ## Watch both servers do their job on the embedded data centre; EXPORT=result.json reads your own history
	@EXPORT='$(EXPORT)' ME='$(ME)' node scripts/dist/demo.js $(ARGS)

test: build ## Run all tests, no network needed
	@$(VITEST) $(ARGS)

##@ Your account

tgmcp: build ## Run the operator's command: ARGS="login", ARGS="approve", …
	@node packages/operator/bundle/tgmcp.js $(ARGS) || { code=$$?; $(SPELL); exit $$code; }; $(SPELL)

doctor: build ## Say what is wrong with this installation and what to run next; ARGS="--online" asks Telegram, too
	@node packages/operator/bundle/tgmcp.js doctor $(ARGS)

check-env: build ## List what the settings file lacks, and what must be set
	@node scripts/dist/check_env.js

sync-env: build ## Append to .env what .env.sample has and it does not mention
	@node scripts/dist/sync_env.js

run-read: build ## Start the reading server as a client does: MCP on stdin and stdout
	@node packages/tgmcp-read/bundle/tgmcp-read.js

run-actions: build ## Start the writing server
	@node packages/tgmcp-actions/bundle/tgmcp-actions.js

##@ Working on it

dev-setup: sync-env ## Install, build, and bring .env up to .env.sample
	@echo 'Set TG_API_ID and TG_API_HASH in .env, then run: make doctor'

dev-check: check test-fast ## What to run before a commit

build: $(INSTALLED) ## Compile everything and bundle the three programs
	@$(BIN)/tsc -b
	@node scripts/dist/bundle.js

check: build ## Lint, format, dead code, import rules, generated files
	@$(MAKE) --no-print-directory --jobs=2 check-code check-rules

# Both at once: the one takes as long as all of the other.
check-code:
	@$(BIN)/oxlint --type-aware -c .config/oxlintrc.json packages scripts test .config

check-rules:
	@$(BIN)/oxfmt -c .config/oxfmtrc.json --check packages/*/src packages/emulator/preload scripts test .config/*.ts
	@$(BIN)/depcruise --config .config/dependency-cruiser.cjs packages/*/src scripts test --output-type err
	@$(BIN)/knip --config .config/knip.json
	@node scripts/dist/generate.js --check

fix: build ## Format, and fix what lint can fix
	@$(BIN)/oxfmt -c .config/oxfmtrc.json packages/*/src packages/emulator/preload scripts test .config/*.ts
	@$(BIN)/oxlint --type-aware --fix -c .config/oxlintrc.json packages scripts test .config

generate: build ## Rewrite .env.sample and the docs that come from tables
	@node scripts/dist/generate.js

recording: build ## Draw the demo anew for the README: docs/demo.svg
	@node scripts/dist/recording.js

test-fast: build ## Unit tests alone, a few minutes
	@$(VITEST) $(QUICK) packages scripts $(ARGS)

test-limiter: build ## What paces the calls: budget, quotas, waits
	@$(VITEST) $(QUICK) packages/core/src/pacing test/boundaries/one-path.test.ts test/scenarios/limits $(ARGS)

test-security: build ## What stands between a model and the account: guard, boundaries, gates, approvals
	@$(VITEST) $(QUICK) test/guard test/boundaries packages/tgmcp-actions/src/gates packages/tgmcp-actions/src/approvals $(ARGS)

emulator: build ## Run the embedded data centre: ARGS="--world FILE | --import FILE [--port N]"
	@node packages/emulator/dist/cli.js $(ARGS)

pack: build ## Make the archives that npm installs, complete in themselves, in dist/
	@node scripts/dist/pack.js

mcpb: build ## Make the bundles that Claude Desktop installs, in dist/
	@node scripts/dist/mcpb.js

docker-steps: build ## Follow scripts/docker/Dockerfile in a plain folder, where no engine is at hand (needs npm's registry)
	@node scripts/dist/docker-steps.js

$(INSTALLED): $(MANIFESTS)
	@$(PNPM) install --frozen-lockfile --reporter=append-only
	@touch $@

install: $(INSTALLED) ## Install the dependencies the lock file names

clean: ## Remove everything that was built or installed
	rm -rf node_modules packages/*/node_modules scripts/node_modules test/node_modules
	rm -rf packages/*/dist packages/*/bundle scripts/dist test/dist dist reports

##@ Slow checks and figures

matrix: build ## Every crash point by every fault (make test runs a sample)
	@TMPDIR=$${TMPDIR:-/tmp} TGMCP_MATRIX=full $(VITEST) --project crash $(ARGS)

soak: build ## The promises that take time, at full length (make test has shorter ones): chaos for SECONDS=300, budgets, crowds, fuzz
	@TMPDIR=$${TMPDIR:-/tmp} TGMCP_SOAK=1 TGMCP_CHAOS_SECONDS=$(or $(SECONDS),300) $(VITEST) --no-file-parallelism --project long --project crash --project waiting --project serial $(or $(ARGS),test/serial)

test-fork: build ## Run the client adapter's tests with the maintained fork of the client library in its place
	@node scripts/dist/test-fork.js $(ARGS)

test-clients: build ## Run the real MCP clients (Codex, Inspector) against both servers; fetches half a gigabyte from npm
	@$(BIN)/vitest run --config .config/vitest-clients.config.ts $(ARGS)

mutation: build ## Change what protects the account in every place and see that tests notice: ARGS="guard config pacing state gates approvals batch journal lanes files bot-steps"
	@node scripts/dist/mutation.js $(ARGS)

bench: build ## Measure start-up, overhead, memory and the cost of the tool lists
	@node scripts/dist/bench.js $(ARGS)

bench-actions: build ## Measure executions: their own work in commits to the disk, and eight sessions at once
	@node scripts/dist/bench-actions.js $(ARGS)

bench-emulator: build ## Measure the emulator: pages a second, memory, a million messages
	@node scripts/dist/bench-emulator.js $(ARGS)

bench-export: build ## Measure exports: messages a second against the bare library, memory with a million messages
	@node scripts/dist/bench-export.js $(ARGS)

# Users of tg-mcp know these names.
run-mcp-read: run-read
run-mcp-actions: run-actions
env-status: check-env
check-all lint format-check: check
format: fix
security-check run-security check-anti-spam anti-spam-check telegram-api-audit: test-security
