#!/bin/bash
# Builds the npm package from the crate, as far as something has changed:
# WebAssembly with its glue; JSON Schemas and TypeScript types; pkg/dist; the tarball, unpacked into node_modules.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

scripts/setup.sh
lock build/.lock

target=wasm32-unknown-unknown
crate=userlike_limeobject
rustc=$(scripts/wasm-toolchain.sh)
bindgen=$(scripts/wasm-bindgen.sh)
# Features that rustc enables for this target by default, so that the optimizer may use them as well. It goes on until nothing
# becomes smaller.
optimizer=(--converge --strip-producers --strip-target-features
    --enable-bulk-memory --enable-multivalue --enable-mutable-globals
    --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext)

# Paths of this machine are left out of the modules: the same source is the same bytes wherever it is built.
flags=()
for folder in "$("${rustc:-rustc}" --print sysroot)" "${CARGO_HOME:-$HOME/.cargo}/registry/src" "$PWD"; do
    flags+=("--remap-path-prefix=$folder=")
done
encoded=$(printf '\x1f%s' "${flags[@]}")

# Glue with a function that replaces the instance (pkg/src/module/instance.ts).
glue=(--target web --experimental-reset-state-function)

# module NAME PROFILE WASM-OPT-FLAG: builds a WebAssembly module with its glue in pkg/wasm.
module() {
    local name=$1 profile=$2 flag=$3 raw hash
    # RUSTC is set for this command only: native builds use the compiler on PATH.
    step "cargo-$name" "wasm: cargo rustc --profile $profile --features js-$name" "fix the error above" \
        env ${rustc:+"RUSTC=$rustc"} CARGO_ENCODED_RUSTFLAGS="${encoded:1}" \
        cargo rustc --locked --profile "$profile" --features "js-$name" --lib --crate-type rlib,cdylib --target $target
    raw=${CARGO_TARGET_DIR:-target}/$target/$profile/$crate.wasm
    hash=$(echo "$(sha256sum <"$raw") $bindgen $flag ${optimizer[*]} ${glue[*]} $(digest scripts/glue.mjs)" | sha256sum)
    if ! up_to_date "wasm-$name" "$hash" "pkg/wasm/$name"{.js,.d.ts,_bg.wasm}; then
        rm -f pkg/wasm/"$name"{.js,.d.ts,_bg.wasm,_bg.wasm.d.ts}
        step "wasm-bindgen-$name" "wasm: wasm-bindgen, $name" "see the error above" \
            "$bindgen" "${glue[@]}" --out-dir pkg/wasm --out-name "$name" "$raw"
        step "glue-$name" "wasm: scripts/glue.mjs, $name" "see the error above" node scripts/glue.mjs "pkg/wasm/$name.js"
        step "wasm-opt-$name" "wasm: wasm-opt $flag, $name" "see the error above" \
            wasm-opt "$flag" "${optimizer[@]}" "pkg/wasm/${name}_bg.wasm" -o "pkg/wasm/${name}_bg.wasm"
        printf '    %s kB, %s kB gzipped\n' $(($(wc -c <"pkg/wasm/${name}_bg.wasm") / 1000)) \
            $(($(gzip -9 <"pkg/wasm/${name}_bg.wasm" | wc -c) / 1000)) >&2
        mark_built "wasm-$name" "$hash"
    fi
}

module mapper release -O3
module delivery small -Oz

rm -rf build/schema
mkdir -p build/schema
step schema "schemas: cargo run --example schema" "fix the error above" \
    cargo run --locked --all-features --example schema -- build/schema
hash=$(digest build/schema scripts/types.mjs)
if ! up_to_date types "$hash" pkg/src/generated/{types,codes}.ts pkg/schema; then
    step types "types: JSON Schemas to TypeScript" "see the error above" \
        node scripts/types.mjs build/schema pkg/src/generated
    rm -rf pkg/schema
    cp -R build/schema pkg/schema
    mark_built types "$hash"
fi

hash=$(digest pkg/src pkg/wasm pkg/package.json pkg/tsconfig.json package-lock.json scripts/{bundle,minify}.mjs)
if ! up_to_date dist "$hash" pkg/dist; then
    rm -rf pkg/dist
    # Editors show the comments of the declarations; those of the code would only make the package larger.
    step tsc "package: tsc" "fix the error above" tsc -p pkg/tsconfig.json --removeComments --declaration false
    step tsc-declarations "package: tsc, declarations" "fix the error above" tsc -p pkg/tsconfig.json --emitDeclarationOnly
    # tsc copies neither JavaScript nor hand-written declarations.
    cp pkg/src/entrypoints/{deno.js,wasm.d.ts} pkg/dist/entrypoints/
    cp pkg/src/entrypoints/delivery/deno.js pkg/dist/entrypoints/delivery/
    step bundle "package: scripts/bundle.mjs" "see the error above" node scripts/bundle.mjs pkg/dist
    step minify "package: scripts/minify.mjs" "see the error above" \
        node scripts/minify.mjs pkg/dist/{chunks,cli,stream}
    mark_built dist "$hash"
fi

# The page and the tests use the package as users get it: the packed files, unpacked where npm would put them.
tarball=build/userlike-limeobject.tgz
installed=node_modules/userlike-limeobject
if ! up_to_date pack "$(digest pkg LICENSE-*)" $tarball $installed/package.json; then
    rm -rf build/pack $installed
    mkdir -p build/pack $installed
    step pack "package: npm pack" "see the error above" npm pack ./pkg --pack-destination build/pack
    mv build/pack/*.tgz $tarball
    tar -xzf $tarball -C $installed --strip-components=1
    mark_built pack "$(digest pkg LICENSE-*)" # again, because prepack copies the licenses to pkg
fi
