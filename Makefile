# The words a contributor needs; what they do is in scripts/. Each sets up what it needs by itself.
.PHONY: help preview build page edge serve test fmt lint accept soak release clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

preview: page ## preview the example on the command line, then serve page, worker and sandbox (PORT=5173)
	@scripts/preview.sh

build: ## wasm, types, and the npm package (build/userlike-limeobject.tgz)
	@scripts/build.sh

page: build ## the page, in build/www
	@scripts/page.sh

edge: page ## the worker as it would be deployed, in build/edge
	@scripts/edge.sh

serve: page ## serve the page alone
	@scripts/run.sh node scripts/serve.mjs build/www

test: ## everything that is checked, or one part of it (ONLY=name; ONLY=list tells the names)
	@scripts/run.sh node scripts/test.mjs $(if $(filter list,$(ONLY)),--list,$(if $(ONLY),--only $(ONLY)))

fmt: ## format all sources
	@scripts/run.sh cargo fmt --all
	@scripts/run.sh biome check --write

lint: ## the fast checks only: formats, clippy, bash -n, biome
	@scripts/run.sh node scripts/test.mjs --only fmt,clippy,shell,biome

accept: ## take what the code does now as what the fixtures expect; then review the diff
	@UPDATE=1 scripts/run.sh cargo test --test fixtures --test docs -- --nocapture

soak: build ## a million previews, and no growth (ROUNDS=1000000)
	@ROUNDS=$${ROUNDS:-1000000} scripts/run.sh node --test tests/node/resilience.test.mjs

release: build ## a release without the release: versions in step, changelog, npm and cargo as dry runs
	@scripts/run.sh scripts/release.sh

clean: ## remove what was built, and what make preview's sandbox holds (not the toolchain in the cache)
	rm -rf build target node_modules tests/runtimes/node_modules edge/.wrangler sandbox/.wrangler pkg/LICENSE-* pkg/dist pkg/schema pkg/src/generated pkg/wasm
