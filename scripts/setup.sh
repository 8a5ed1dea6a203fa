#!/bin/bash
# Makes this clone ready to build: npm's tools, the wasm32 target, wasm-bindgen. Idempotent; when
# everything is there it says nothing.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

command -v cargo >/dev/null || die "cargo was not found" "install Rust by rustup, open a new shell, try again"
command -v cc >/dev/null || die "no C compiler was found; cargo links with cc" "install one, e.g. apt-get install gcc libc6-dev"
for tool in node npm; do
    command -v $tool >/dev/null || die "$tool was not found" "install Node.js 20 or newer with npm, e.g. apt-get install nodejs npm"
done

lock "$CACHE/lock"

# Node and npm of the machine, for the one step that replaces node_modules and the Node in it.
own_path=${PATH#"$ROOT/node_modules/.bin:"}
# The stamp is inside the folder that npm ci empties first: a killed install leaves none.
want=$(cat package.json package-lock.json .npmrc | sha256sum)
if [ "$(cat node_modules/.installed 2>/dev/null)" != "$want" ]; then
    major=$(PATH=$own_path node -p 'parseInt(process.versions.node)')
    [ "$major" -ge 20 ] || die "Node.js $major is too old" "install Node.js 20 or newer"
    step npm "npm packages: npm ci (about 20 s)" "check that the npm registry can be reached, or see the log" \
        env PATH="$own_path" npm ci
    printf '%s\n' "$want" >node_modules/.installed
    hash -r
fi
# package.json pins a Node for Linux; elsewhere the machine's own has to do.
[ -x node_modules/.bin/node ] || [ "$(node -p 'parseInt(process.versions.node)')" -ge 24 ] ||
    die "the tools need Node.js 24; this is $(node --version)" "install Node.js 24 or newer"

scripts/wasm-toolchain.sh >/dev/null
scripts/wasm-bindgen.sh >/dev/null
