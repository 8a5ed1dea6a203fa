#!/bin/bash
# browser.sh chromium|firefox: prints the path of that browser for the tests; as root, installs Debian's if there is none.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

case "${1:-}" in
chromium) name=Chromium variable=CHROME package=chromium commands=(chromium google-chrome chromium-browser) ;;
firefox) name=Firefox variable=FIREFOX package=firefox-esr commands=(firefox-esr firefox) ;;
*) die "browser.sh knows chromium and firefox, not '${1:-}'" "name one of them" ;;
esac
given="${!variable:-}"
if [ -n "$given" ]; then
    [ -x "$given" ] || die "$variable=$given cannot be run" "set it to the path of a $name, or leave it unset"
    echo "$given"
    exit 0
fi
look() {
    local command
    for command in "${commands[@]}"; do command -v "$command" && return; done
    return 1
}
look && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    die "no $name for the browser tests" "install it (apt-get install $package), or set $variable to the path of one"
fi
lock "$CACHE/browsers.lock"
if ! look >/dev/null; then
    hint="check that the Debian mirror can be reached, or set $variable to the path of a $name"
    step apt-update "$name: package lists" "$hint" apt-get update
    step "$package" "$name: apt-get install (about 40 s)" "$hint" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -o DPkg::Lock::Timeout=300 "$package"
fi
look || die "$name was installed, but there is no command ${commands[0]}" "set $variable to its path"
