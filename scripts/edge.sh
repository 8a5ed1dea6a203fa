#!/bin/bash
# Bundles the workers into build/edge and build/sandbox as for deployment, if their sources, the page or the package have
# changed. Requires page.sh.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

lock build/.lock

# bundle WORKER INPUT...
bundle() {
    local worker=$1 hash
    shift
    hash=$(digest "$worker/src" "$worker/worker" "$worker/wrangler.jsonc" scripts/worker-options.mjs package-lock.json "$@")
    ! up_to_date "$worker" "$hash" "build/$worker/index.js" || return 0
    rm -rf "build/$worker.new"
    # Keeps colors, usage reports and wrangler's own log files out of the build.
    step "$worker" "$worker: wrangler deploy --dry-run" "fix the error above" \
        env WRANGLER_SEND_METRICS=false WRANGLER_LOG_PATH="$LOGS/wrangler" NO_COLOR=1 \
        wrangler deploy --dry-run --config "$worker/wrangler.jsonc" --outdir "$ROOT/build/$worker.new"
    node scripts/worker-options.mjs "$worker" "build/$worker.new/options.json"
    # Atomic: tests that read it during the build see the old bundle or the new one.
    rm -rf "build/${worker:?}"
    mv "build/$worker.new" "build/$worker"
    mark_built "$worker" "$hash"
}

bundle sandbox
bundle edge contract shared build/userlike-limeobject.tgz
