#!/bin/bash
# Installs the runtimes and tools that the packed package is tried with: those of tests/runtimes/package.json; prints
# where. They have a folder of their own, because several Nodes can't share one, and who only builds needs no 700 MB.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

lock "$CACHE/lock"
folder=tests/runtimes
want=$(cat $folder/package.json $folder/package-lock.json $folder/.npmrc | sha256sum)
if [ "$(cat $folder/node_modules/.installed 2>/dev/null)" = "$want" ]; then
    echo $folder/node_modules
    exit 0
fi
# The machine's npm, as for the other tools.
own_path=${PATH#"$ROOT/node_modules/.bin:"}
step runtimes "runtimes: npm ci (about 30 s)" "check that the npm registry can be reached, or see the log" \
    env PATH="$own_path" npm ci --prefix $folder
# npm may leave out what packages want to do when they are installed; these two put their program where it is looked for.
step runtimes-deno "runtimes: Deno" "see above" node $folder/node_modules/deno/install.cjs
step runtimes-bun "runtimes: Bun" "see above" node $folder/node_modules/bun/install.js
printf '%s\n' "$want" >$folder/node_modules/.installed
echo $folder/node_modules
