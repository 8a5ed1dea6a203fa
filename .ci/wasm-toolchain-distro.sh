#!/bin/bash
# wasm-toolchain-distro.sh FOLDER: sets up a rustc with std for wasm32 from Debian's packages only, for machines that cannot
# download from rustup's server: unpacks rustc-web and the source of std into FOLDER and builds std once. Installs nothing and
# needs no root. FOLDER/complete is written last; without it, everything starts again.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"

target=wasm32-unknown-unknown
dest=${1:?missing argument: the target folder}
hint="alternatives: rustup target add $target, or a rustc package of your distribution with this target"
for tool in apt-get dpkg-deb; do
    command -v $tool >/dev/null || die "rustc has no target $target, and $tool is not available to set it up" "rustup target add $target"
done
rm -rf "$dest"
mkdir -p "$dest"/{apt/lists/partial,apt/cache/archives/partial,bin,seed/src}

# Separate package lists and downloads: the system's stay unchanged, and root is not needed.
apt=(-o "Dir::State::lists=$dest/apt/lists" -o "Dir::Cache=$dest/apt/cache"
    -o APT::Sandbox::User= -o Debug::NoLocking=1 -o APT::Install-Recommends=0)
step wasm-apt-update "wasm32 toolchain: package lists" "check that the Debian mirror is reachable; $hint" \
    apt-get "${apt[@]}" update

# The newest lld, because wasm-ld must not be older than rustc's LLVM. apt finds the other missing dependencies of rustc.
lld=$(apt-cache "${apt[@]}" pkgnames lld- | grep -xE 'lld-[0-9]+' | sort -V | tail -n 1)
if [ -z "$lld" ] || ! apt-cache "${apt[@]}" show rustc-web >/dev/null 2>&1; then
    die "this distribution has no package rustc-web" "apt-get install rustc libstd-rust-dev-wasm32 lld; $hint"
fi
step wasm-download "wasm32 toolchain: downloading rustc-web, the source of std and $lld (140 MB)" \
    "check that the Debian mirror is reachable; $hint" \
    apt-get "${apt[@]}" install -y --reinstall --download-only rustc-web rust-web-src "$lld"

unpack() {
    local deb
    for deb in "$dest"/apt/cache/archives/*.deb; do
        dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$dest" --anchored --no-wildcards-match-slash --exclude='./usr/share' \
            --exclude='./usr/src/rustc-*/compiler' --exclude='./usr/src/rustc-*/src' --exclude='./usr/src/rustc-*/debian'
    done
}
step wasm-unpack "wasm32 toolchain: unpacking" "check that $CACHE has 0.6 GB of free space" unpack

# rustc finds its libraries through LD_LIBRARY_PATH, and rust-lld, the linker of the wasm target, in its sysroot.
usr=$dest/usr
libs=$(find "$usr/lib" -name '*.so*' -printf '%h\n' | LC_ALL=C sort -u | paste -sd:)
wrap() {
    # shellcheck disable=SC2016 # expanded by the wrapper, not here
    printf '#!/bin/sh\nLD_LIBRARY_PATH="%s${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" exec "%s" "$@"\n' "$libs" "$2" >"$1"
    chmod +x "$1"
}
wrap "$dest/bin/rustc" "$usr/bin/rustc"
wrap "$dest/bin/rustdoc" "$usr/bin/rustdoc"
"$dest/bin/rustc" -vV >"$LOGS/wasm-rustc.log" 2>&1 ||
    die "the unpacked rustc does not run; see build/log/wasm-rustc.log" "$hint"
host=$(sed -n 's/^host: //p' "$LOGS/wasm-rustc.log")
mkdir -p "$usr/lib/rustlib/$host/bin"
wrap "$usr/lib/rustlib/$host/bin/rust-lld" "$usr/lib/llvm-${lld#lld-}/bin/lld"

# Builds std from the source and the vendored crates of the same packages. Only this step uses -Z build-std.
cat >"$dest/seed/Cargo.toml" <<'TOML'
[package]
name = "seed"
version = "0.0.0"
edition = "2021"
[workspace]
[profile.release]
opt-level = 3
codegen-units = 1
debug = 0
panic = "abort"
TOML
: >"$dest/seed/src/lib.rs"
library=$usr/lib/rustlib/src/rust/library
step wasm-std "wasm32 toolchain: building std (about 30 s)" "see the log; $hint" \
    env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS -u CARGO_BUILD_RUSTFLAGS -u CARGO_TARGET_DIR \
    RUSTC="$dest/bin/rustc" RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Cembed-bitcode=yes --remap-path-prefix=$dest=" \
    cargo build --offline --release --manifest-path "$dest/seed/Cargo.toml" --target $target \
    --target-dir "$dest/seed/target" -Z build-std=std,panic_abort \
    --config 'source.crates-io.replace-with="std-vendor"' \
    --config "source.std-vendor.directory=\"$library/vendor\""
mkdir -p "$usr/lib/rustlib/$target/lib"
cp "$dest/seed/target/$target/release/deps/"lib*.rlib "$usr/lib/rustlib/$target/lib/"
rm -rf "$usr/lib/rustlib/$target/lib/"libseed* "$dest/apt" "$dest/seed" "$usr"/src
touch "$dest/complete"
