# The commands for contributors; the steps are in scripts/. Each command sets up the tools that it needs.
.PHONY: help preview sandbox build page edge serve test fmt lint accept soak bench release clean

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

preview: page ## print the preview of the example, then serve page, worker and sandbox (PORT=5173)
	@scripts/preview.sh

sandbox: ## serve the sandbox Lime CRM alone, to develop against Lime CRM's API (PORT=8788)
	@scripts/run.sh scripts/sandbox.sh

build: ## build the npm package (build/userlike-limeobject.tgz)
	@scripts/build.sh

page: build ## build the page (build/www)
	@scripts/page.sh

edge: page ## bundle worker and sandbox as for deployment (build/edge, build/sandbox)
	@scripts/edge.sh

serve: page ## serve the page without the worker (PORT=5173)
	@scripts/run.sh vite preview www

test: ## run all checks and tests, or some (ONLY=name,name; ONLY=list prints the names)
	@scripts/run.sh node scripts/test.mjs $(if $(filter list,$(ONLY)),--list,$(if $(ONLY),--only $(ONLY)))

fmt: ## format all sources
	@scripts/run.sh cargo fmt --all
	@scripts/run.sh biome check --write

lint: ## run the fast checks only
	@scripts/run.sh node scripts/test.mjs --only fmt,clippy,shell,biome,arch

accept: page ## update expected results: fixtures, sizes, instructions, pictures of the page; review the diff
	@UPDATE=1 scripts/run.sh cargo test --test fixtures --test docs -- --nocapture
	@UPDATE=1 BROWSERS=chromium CHROME=$$(scripts/browser.sh headless-chromium) scripts/run.sh node --test --test-isolation=none tests/browser/pictures.test.mjs tests/browser/weight.test.mjs
	@UPDATE=1 scripts/run.sh node --test tests/node/sizes.test.mjs
	@UPDATE=1 VALGRIND=$$(scripts/valgrind.sh) scripts/run.sh node benches/instructions.mjs

soak: build ## create a million previews and check that memory does not grow (ROUNDS=1000000)
	@ROUNDS=$${ROUNDS:-1000000} scripts/run.sh node --test tests/node/resilience.test.mjs

bench: ## compare the package's speed with hand-written JavaScript and mapping libraries (ARGS=--help)
	@scripts/bench.sh $(ARGS)

release: build ## prepare a release: check versions and changelog, publish as dry runs
	@scripts/run.sh scripts/release.sh

clean: ## remove everything that was built, and the data of make preview's sandbox
	rm -rf build target node_modules tests/runtimes/node_modules edge/.wrangler sandbox/.wrangler pkg/LICENSE-* pkg/dist pkg/schema pkg/src/generated pkg/wasm
