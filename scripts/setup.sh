#!/bin/bash
# Prepares this clone for building: npm packages, the wasm32 target, wasm-bindgen. Prints nothing if everything is up to date.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

command -v cargo >/dev/null || die "cargo not found" "install Rust with rustup, open a new shell, then try again"
command -v cc >/dev/null || die "no C compiler found; cargo links with cc" "install one, for example: apt-get install gcc libc6-dev"
for tool in node npm; do
    command -v $tool >/dev/null || die "$tool not found" "install Node.js 20 or newer with npm, for example: apt-get install nodejs npm"
done

lock "$CACHE/lock"

# The machine's Node and npm, for the step that replaces node_modules and the Node in it.
own_path=${PATH#"$ROOT/node_modules/.bin:"}
# The stamp is inside the folder that npm ci empties first, so an interrupted install leaves none.
want=$(cat package.json package-lock.json .npmrc | sha256sum)
if [ "$(cat node_modules/.installed 2>/dev/null)" != "$want" ]; then
    major=$(PATH=$own_path node -p 'parseInt(process.versions.node)')
    [ "$major" -ge 20 ] || die "Node.js $major is too old" "install Node.js 20 or newer"
    step npm "npm packages: npm ci (about 20 s)" "check that the npm registry is reachable, or see the log" \
        env PATH="$own_path" npm ci
    printf '%s\n' "$want" >node_modules/.installed
    hash -r
fi
# package.json pins Node for Linux; on other systems the machine's Node is used.
[ -x node_modules/.bin/node ] || [ "$(node -p 'parseInt(process.versions.node)')" -ge 24 ] ||
    die "the tools need Node.js 24, not $(node --version)" "install Node.js 24 or newer"

scripts/wasm-toolchain.sh >/dev/null
scripts/wasm-bindgen.sh >/dev/null
