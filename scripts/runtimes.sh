#!/bin/bash
# Installs the runtimes and tools of tests/runtimes/package.json, with which the packed package is tested, and prints their
# folder. It is separate because several versions of Node cannot share one, and because a build does not need these 1.3 GB.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

lock build/.runtimes.lock
folder=tests/runtimes
want=$(cat $folder/package.json $folder/package-lock.json $folder/.npmrc | sha256sum)
if [ "$(cat $folder/node_modules/.installed 2>/dev/null)" = "$want" ]; then
    echo $folder/node_modules
    exit 0
fi
# The machine's npm, as in setup.sh.
own_path=${PATH#"$ROOT/node_modules/.bin:"}
step runtimes "runtimes: npm ci (about 60 s)" "check that the npm registry is reachable, or see the log" \
    env PATH="$own_path" npm ci --prefix $folder
# npm may skip install scripts; those of these two packages put the program in place.
step runtimes-deno "runtimes: Deno" "see the error above" node $folder/node_modules/deno/install.cjs
step runtimes-bun "runtimes: Bun" "see the error above" node $folder/node_modules/bun/install.js
printf '%s\n' "$want" >$folder/node_modules/.installed
echo $folder/node_modules
