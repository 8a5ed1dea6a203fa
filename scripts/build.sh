#!/bin/bash
# From the Rust crate to the npm package, as far as something changed:
# wasm -> glue -> optimised; schemas -> TypeScript types; wrapper -> pkg/dist; tarball -> node_modules.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

scripts/setup.sh
lock build/.lock

target=wasm32-unknown-unknown
crate=userlike_limeobject
rustc=$(scripts/wasm-toolchain.sh)
bindgen=$(scripts/wasm-bindgen.sh)
# What rustc emits for this target by default, and so what the optimiser may use too.
features=(--enable-bulk-memory --enable-multivalue --enable-mutable-globals
    --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext)

# The glue for an instance that can be replaced by a fresh one (pkg/src/module/instance.ts).
glue=(--target web --experimental-reset-state-function)

# module NAME PROFILE WASM-OPT-FLAG: one module of WebAssembly with its glue, in pkg/wasm.
module() {
    local name=$1 profile=$2 flag=$3 raw hash
    # RUSTC is set for this one command: everything native keeps the compiler on PATH.
    step "cargo-$name" "wasm: cargo build --profile $profile --features js-$name" "fix the error above" \
        env ${rustc:+"RUSTC=$rustc"} cargo build --locked --profile "$profile" --features "js-$name" --lib --target $target
    raw=${CARGO_TARGET_DIR:-target}/$target/$profile/$crate.wasm
    hash=$(echo "$(sha256sum <"$raw") $bindgen $flag ${features[*]} ${glue[*]}" | sha256sum)
    if ! fresh "wasm-$name" "$hash" "pkg/wasm/$name"{.js,.d.ts,_bg.wasm}; then
        rm -f pkg/wasm/"$name"{.js,.d.ts,_bg.wasm,_bg.wasm.d.ts}
        step "wasm-bindgen-$name" "wasm: wasm-bindgen, $name" "see above" \
            "$bindgen" "${glue[@]}" --out-dir pkg/wasm --out-name "$name" "$raw"
        step "wasm-opt-$name" "wasm: wasm-opt $flag, $name" "see above" \
            wasm-opt "$flag" "${features[@]}" "pkg/wasm/${name}_bg.wasm" -o "pkg/wasm/${name}_bg.wasm"
        printf '    %s kB, %s kB after gzip\n' $(($(wc -c <"pkg/wasm/${name}_bg.wasm") / 1000)) \
            $(($(gzip -9 <"pkg/wasm/${name}_bg.wasm" | wc -c) / 1000)) >&2
        made "wasm-$name" "$hash"
    fi
}

module mapper release -O3
module delivery small -Oz

rm -rf build/schema
mkdir -p build/schema
step schema "schemas: cargo run --example schema" "fix the error above" \
    cargo run --locked --features schema --example schema -- build/schema
hash=$(digest build/schema scripts/types.mjs)
if ! fresh types "$hash" pkg/src/generated/{types,codes}.ts pkg/schema; then
    step types "types: JSON Schemas to TypeScript" "see above" \
        node scripts/types.mjs build/schema pkg/src/generated
    rm -rf pkg/schema
    cp -R build/schema pkg/schema
    made types "$hash"
fi

hash=$(digest pkg/src pkg/wasm pkg/package.json pkg/tsconfig.json package-lock.json)
if ! fresh dist "$hash" pkg/dist; then
    rm -rf pkg/dist
    step tsc "package: tsc" "fix the error above" tsc -p pkg/tsconfig.json
    # The files that tsc does not write: Deno's entry points and hand-written declarations.
    cp pkg/src/entrypoints/{deno.js,wasm.d.ts} pkg/dist/entrypoints/
    cp pkg/src/entrypoints/delivery/deno.js pkg/dist/entrypoints/delivery/
    made dist "$hash"
fi

# The page and the tests use what a user would get: the packed files, unpacked where npm would put them.
tarball=build/userlike-limeobject.tgz
installed=node_modules/userlike-limeobject
if ! fresh pack "$(digest pkg LICENSE-*)" $tarball $installed/package.json; then
    rm -rf build/pack $installed
    mkdir -p build/pack $installed
    step pack "package: npm pack" "see above" npm pack ./pkg --pack-destination build/pack
    mv build/pack/*.tgz $tarball
    tar -xzf $tarball -C $installed --strip-components=1
    made pack "$(digest pkg LICENSE-*)" # now, because prepack adds the licences to pkg
fi
