#!/bin/bash
# Prepares a release without publishing: checks that all versions agree and that the changelog describes them, builds what
# would be published, and runs npm publish and cargo publish as dry runs.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

version=$(sed -n '/^\[package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)
[ -n "$version" ] || die "Cargo.toml has no version" "add one below [package]"
log "release: $version"

in_step() { [ "$2" = "$version" ] || die "$1 has version $2, but Cargo.toml has $version" "set the same version in both"; }
in_step pkg/package.json "$(node -p 'require("./pkg/package.json").version')"
in_step Cargo.lock "$(sed -n '/^name = "userlike-limeobject"$/{n;s/^version = "\(.*\)"/\1/p}' Cargo.lock)"
for manifest in examples/*/package.json; do
    in_step "$manifest" "$(node -p "require('./$manifest').dependencies['userlike-limeobject'].replace('^', '')")"
done
in_step examples/deno/deno.json "$(node -p 'require("./examples/deno/deno.json").imports["userlike-limeobject"].split("^")[1]')"

changes=$(sed -n "/^## $version\b/,/^## /{/^## /d;p}" CHANGELOG.md)
[ -n "${changes//[[:space:]]/}" ] || die "CHANGELOG.md has no entry below \"## $version\"" \
    "describe the changes there"
dated=$(sed -n "s/^## $version (\([0-9-]*\))$/\1/p" CHANGELOG.md)
tagged=$(git rev-parse -q --verify "refs/tags/v$version^{commit}" || true)
[ -z "$tagged" ] || [ "$tagged" = "$(git rev-parse HEAD)" ] || die "the tag v$version already exists" "increase the version"

dirty=$(git status --porcelain)
scripts/build.sh
# Publishes the tarball that was tested instead of packing again. NPM_TAG=next is for prereleases.
step npm-publish "npm publish --dry-run" "see the error above" npm publish --dry-run --access public --tag "${NPM_TAG:-latest}" ./build/userlike-limeobject.tgz
sed -n 's/^npm notice \(total files\|package size\|unpacked size\): */    \1: /p' "$LOGS/npm-publish.log" >&2
# Not optimized: what is compiled is only compiled, and never run.
step cargo-publish "cargo publish --dry-run" "see the error above" \
    env CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_DEV_OPT_LEVEL=0 \
    cargo publish --dry-run --locked ${dirty:+--allow-dirty} -p userlike-limeobject

todo=()
[ -z "$dirty" ] || todo+=("git commit the uncommitted changes")
[ -n "$dated" ] || todo+=("add the date to CHANGELOG.md: ## $version ($(date +%F))")
todo+=("run make test in a fresh clone" "git tag v$version && git push origin v$version"
    "npm publish --access public ./build/userlike-limeobject.tgz" "cargo publish --locked")
printf '\n  %s is ready for release. Remaining steps:\n\n' "$version"
printf '    %s\n' "${todo[@]}"
