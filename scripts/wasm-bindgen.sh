#!/bin/bash
# Prints the path of the wasm-bindgen command line that matches the library; builds it once.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

version=$(sed -n 's/^wasm-bindgen = "=\(.*\)"/\1/p' Cargo.toml)
[ -n "$version" ] || die "no exact wasm-bindgen version in Cargo.toml" "write it as wasm-bindgen = \"=x.y.z\" in [workspace.dependencies]"
dest=$CACHE/wasm-bindgen-$version
if [ ! -x "$dest/wasm-bindgen" ]; then
    # It runs for a moment per build, so an optimised one would not be worth the wait. The target folder
    # is in the cache too: a build that was killed goes on where it stopped.
    step wasm-bindgen "wasm-bindgen $version: building (about 50 s)" "see above; for a download, check that the registry of Rust crates can be reached" \
        env -u RUSTC -u RUSTDOC -u RUSTFLAGS CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_DEV_OPT_LEVEL=0 \
        cargo build --locked -p wasm-bindgen-tool --target-dir "$CACHE/wasm-bindgen-target"
    mkdir -p "$dest"
    cp "$CACHE/wasm-bindgen-target/debug/wasm-bindgen" "$dest/new"
    mv "$dest/new" "$dest/wasm-bindgen"
    rm -rf "$CACHE/wasm-bindgen-target"
fi
echo "$dest/wasm-bindgen"
