#!/bin/bash
# Builds the wasm-bindgen command in the version of the library, once, and prints its path.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

version=$(sed -n 's/^wasm-bindgen = "=\(.*\)"/\1/p' Cargo.toml)
[ -n "$version" ] || die "Cargo.toml has no exact version of wasm-bindgen" "add wasm-bindgen = \"=x.y.z\" to [workspace.dependencies]"
dest=$CACHE/wasm-bindgen-$version
if [ ! -x "$dest/wasm-bindgen" ]; then
    # Not optimized, because each build runs it only briefly. The target folder is in the cache, so that an interrupted
    # build resumes.
    step wasm-bindgen "wasm-bindgen $version: building (about 50 s)" "see the error above; check that the crates registry is reachable" \
        env -u RUSTC -u RUSTDOC -u RUSTFLAGS CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_DEV_OPT_LEVEL=0 \
        cargo build --locked -p wasm-bindgen-tool --target-dir "$CACHE/wasm-bindgen-target"
    mkdir -p "$dest"
    cp "$CACHE/wasm-bindgen-target/debug/wasm-bindgen" "$dest/new"
    mv "$dest/new" "$dest/wasm-bindgen"
    rm -rf "$CACHE/wasm-bindgen-target"
fi
echo "$dest/wasm-bindgen"
