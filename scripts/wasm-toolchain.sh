#!/bin/bash
# Finds or sets up a rustc that builds for wasm32-unknown-unknown. Prints its path, or nothing if the rustc on PATH does.
# Order of preference:
#   1. the rustc on PATH, if it has the target     2. the distribution's /usr/bin/rustc, if it has the target
#   3. rustup target add                           4. .ci/wasm-toolchain-distro.sh (package registries only)
# WASM_TOOLCHAIN=distro skips 1 and 3, for machines that reach package registries only.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

target=wasm32-unknown-unknown
mode=${WASM_TOOLCHAIN:-auto}
private=$CACHE/wasm-toolchain/2
unset RUSTC RUSTDOC

# builds_wasm RUSTC: compiles a test program, which needs std, a linker and a compiler that knows the edition.
builds_wasm() {
    local try
    try=$(mktemp -d)
    echo 'pub fn f() -> String { String::new() }' >"$try/f.rs"
    if "$1" --edition 2024 --crate-type cdylib --target $target -o "$try/f.wasm" "$try/f.rs" 2>/dev/null; then
        rm -r "$try"
    else
        rm -r "$try"
        return 1
    fi
}

case $mode in
auto | distro) ;;
*) die "invalid WASM_TOOLCHAIN=$mode" "unset it or set it to distro" ;;
esac

if [ "$mode" = auto ] && builds_wasm rustc; then
    exit 0
fi
if [ -e "$private/complete" ]; then
    echo "$private/bin/rustc"
    exit 0
fi
if [ -x /usr/bin/rustc ] && builds_wasm /usr/bin/rustc; then
    echo /usr/bin/rustc
    exit 0
fi
if [ "$mode" = auto ] && command -v rustup >/dev/null; then
    log "wasm32 toolchain: rustup target add $target"
    if timeout 180 rustup target add $target >"$LOGS/rustup.log" 2>&1 && builds_wasm rustc; then
        exit 0
    fi
    log "wasm32 toolchain: rustup could not add the target (see build/log/rustup.log); using the distribution's packages"
fi
.ci/wasm-toolchain-distro.sh "$private"
echo "$private/bin/rustc"
