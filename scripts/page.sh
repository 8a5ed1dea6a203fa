#!/bin/bash
# Bundles the page into build/www if the page or the package has changed. Requires build.sh.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

lock build/.lock
hash=$(digest www build/userlike-limeobject.tgz package-lock.json)
if ! up_to_date page "$hash" build/www/index.html; then
    step page "page: vite build" "fix the error above" vite build www --outDir ../build/www.new --emptyOutDir
    # Atomic: processes that use the folder see the old page or the new one.
    rm -rf build/www
    mv build/www.new build/www
    mark_built page "$hash"
fi
