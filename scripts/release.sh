#!/bin/bash
# release.sh: everything of a release except the release. It checks that the versions are in step and that the changelog
# tells what is in them, makes what would be published, and lets npm and cargo publish it as a dry run.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

version=$(sed -n '/^\[package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)
[ -n "$version" ] || die "Cargo.toml has no version" "write one below [package]"
say "release: $version"

in_step() { [ "$2" = "$version" ] || die "$1 says $2, and Cargo.toml $version" "write the same version into both"; }
in_step pkg/package.json "$(node -p 'require("./pkg/package.json").version')"
in_step Cargo.lock "$(sed -n '/^name = "userlike-limeobject"$/{n;s/^version = "\(.*\)"/\1/p}' Cargo.lock)"
for name in node worker vite; do
    in_step "examples/$name/package.json" "$(node -p "require('./examples/$name/package.json').dependencies['userlike-limeobject'].replace('^', '')")"
done
in_step examples/deno/deno.json "$(node -p 'require("./examples/deno/deno.json").imports["userlike-limeobject"].split("^")[1]')"

changes=$(sed -n "/^## $version\b/,/^## /{/^## /d;p}" CHANGELOG.md)
[ -n "${changes//[[:space:]]/}" ] || die "CHANGELOG.md has nothing below \"## $version\"" \
    "write there what changed"
dated=$(sed -n "s/^## $version (\([0-9-]*\))$/\1/p" CHANGELOG.md)
tagged=$(git rev-parse -q --verify "refs/tags/v$version^{commit}" || true)
[ -z "$tagged" ] || [ "$tagged" = "$(git rev-parse HEAD)" ] || die "the tag v$version is there already" "raise the version"

dirty=$(git status --porcelain)
scripts/build.sh
# The tarball that was tested, not one that is packed anew. NPM_TAG=next for a version that is not for everybody.
step npm-publish "npm publish --dry-run" "see above" npm publish --dry-run --access public --tag "${NPM_TAG:-latest}" ./build/userlike-limeobject.tgz
sed -n 's/^npm notice \(total files\|package size\|unpacked size\): */    \1: /p' "$LOGS/npm-publish.log" >&2
step cargo-publish "cargo publish --dry-run" "see above" cargo publish --dry-run --locked ${dirty:+--allow-dirty} -p userlike-limeobject

todo=()
[ -z "$dirty" ] || todo+=("git commit: there are changes that are not committed")
[ -n "$dated" ] || todo+=("in CHANGELOG.md, write the date: ## $version ($(date +%F))")
todo+=("make test, in a fresh clone" "git tag v$version && git push origin v$version"
    "npm publish --access public ./build/userlike-limeobject.tgz" "cargo publish --locked")
printf '\n  %s can be released. What is left to do:\n\n' "$version"
printf '    %s\n' "${todo[@]}"
