#!/bin/bash
# Bundles the page into build/www, if the page or the package changed. After build.sh.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

lock build/.lock
hash=$(digest www build/userlike-limeobject.tgz package-lock.json)
if ! fresh page "$hash" build/www/index.html; then
    step page "page: vite build" "fix the error above" vite build www --outDir ../build/www.new --emptyOutDir
    # At once: who uses it while it is made finds the old one or the new one.
    rm -rf build/www
    mv build/www.new build/www
    made page "$hash"
fi
