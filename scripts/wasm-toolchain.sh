#!/bin/bash
# Finds or makes a rustc that builds for wasm32-unknown-unknown; prints its path, or nothing when the
# plain one on PATH does. In this order:
#   1 the rustc on PATH, if it has the target;      2 a distribution's /usr/bin/rustc that has it;
#   3 `rustup target add`;                          4 wasm-toolchain-distro.sh (package registries only).
# WASM_TOOLCHAIN=distro skips 1 and 3, for machines that reach no more than package registries.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

target=wasm32-unknown-unknown
mode=${WASM_TOOLCHAIN:-auto}
private=$CACHE/wasm-toolchain/1
unset RUSTC RUSTDOC

# A try is the only sure answer: it needs std, a linker, and a compiler new enough for the edition.
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
*) die "WASM_TOOLCHAIN=$mode is not known" "leave it unset, or set it to distro" ;;
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
    say "wasm32 toolchain: rustup target add $target"
    if timeout 180 rustup target add $target >"$LOGS/rustup.log" 2>&1 && builds_wasm rustc; then
        exit 0
    fi
    say "wasm32 toolchain: rustup could not add the target (build/log/rustup.log); taking the distribution's packages"
fi
scripts/wasm-toolchain-distro.sh "$private"
echo "$private/bin/rustc"
