#!/bin/bash
# Prints the path of a Firefox for the browser tests; as root, installs Debian's if there is none.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [ -n "${FIREFOX:-}" ]; then
    [ -x "$FIREFOX" ] || die "FIREFOX=$FIREFOX cannot be run" "set it to the path of a Firefox, or leave it unset"
    echo "$FIREFOX"
    exit 0
fi
look() { command -v firefox-esr || command -v firefox; }
look && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    die "no Firefox for the browser tests" "install it (apt-get install firefox-esr), or set FIREFOX to the path of one"
fi
lock "$CACHE/lock"
if ! look >/dev/null; then
    hint="check that the Debian mirror can be reached, or set FIREFOX to the path of a Firefox"
    step apt-update "Firefox: package lists" "$hint" apt-get update
    step firefox "Firefox: apt-get install (about 30 s)" "$hint" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -o DPkg::Lock::Timeout=300 firefox-esr
fi
look || die "Firefox was installed, but there is no command firefox-esr" "set FIREFOX to its path"
