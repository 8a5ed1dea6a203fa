#!/bin/bash
# Installs the libraries that the package is compared with, and prints the comparison. Options are those of benches/run.mjs.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

scripts/build.sh
folder=benches
want=$(cat $folder/package.json $folder/package-lock.json $folder/.npmrc | sha256sum)
if [ "$(cat $folder/node_modules/.installed 2>/dev/null)" != "$want" ]; then
    # The machine's npm, as in setup.sh.
    own_path=${PATH#"$ROOT/node_modules/.bin:"}
    step benches "benches: npm ci" "check that the npm registry is reachable, or see the log" \
        env PATH="$own_path" npm ci --ignore-scripts --prefix $folder
    printf '%s\n' "$want" >$folder/node_modules/.installed
fi
CHROME=$(scripts/browser.sh chromium) exec node $folder/run.mjs "$@"
