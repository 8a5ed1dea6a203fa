#!/bin/bash
# Bundles the edge worker into build/edge, as it would be deployed, if it, the page or the package changed. After page.sh.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

lock build/.lock
hash=$(digest edge/src edge/wrangler.jsonc build/userlike-limeobject.tgz package-lock.json)
if ! fresh edge "$hash" build/edge/index.js; then
    rm -rf build/edge.new
    # The environment of the caller must not choose another account, nor CI's colours or usage reports end in the log.
    step edge "worker: wrangler deploy --dry-run" "fix the error above" \
        env WRANGLER_SEND_METRICS=false WRANGLER_LOG_PATH="$LOGS/wrangler" NO_COLOR=1 \
        wrangler deploy --dry-run --config edge/wrangler.jsonc --outdir "$ROOT/build/edge.new"
    # At once: tests that read it while it is made find the old one or the new one.
    rm -rf build/edge
    mv build/edge.new build/edge
    made edge "$hash"
fi
