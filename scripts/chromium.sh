#!/bin/bash
# Prints the path of a Chromium or Chrome for the browser tests; as root, installs Debian's if there is none.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [ -n "${CHROME:-}" ]; then
    [ -x "$CHROME" ] || die "CHROME=$CHROME cannot be run" "set it to the path of a Chromium or Chrome, or leave it unset"
    echo "$CHROME"
    exit 0
fi
look() { command -v chromium || command -v google-chrome || command -v chromium-browser; }
look && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    die "no Chromium for the browser tests" "install it (apt-get install chromium), or set CHROME to the path of one"
fi
lock "$CACHE/lock"
if ! look >/dev/null; then
    hint="check that the Debian mirror can be reached, or set CHROME to the path of a Chromium"
    step apt-update "Chromium: package lists" "$hint" apt-get update
    step chromium "Chromium: apt-get install (about 40 s)" "$hint" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -o DPkg::Lock::Timeout=300 chromium
fi
look || die "Chromium was installed, but there is no command chromium" "set CHROME to its path"
