#!/bin/bash
# browser.sh chromium|headless-chromium|firefox: prints the path of that browser for the tests; as root, installs Debian's if there is
# none. headless-chromium is Chromium's headless shell, or Chromium where it can't be installed.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

case "${1:-}" in
chromium) from_debian Chromium CHROME chromium chromium google-chrome chromium-browser ;;
headless-chromium)
    shell=chromium-headless-shell
    if [ -z "${CHROME:-}" ] && { [ "$(id -u)" = 0 ] || first_command $shell >/dev/null; }; then
        if (from_debian "headless Chromium" CHROME $shell $shell); then exit; fi
    fi
    exec "${BASH_SOURCE[0]}" chromium
    ;;
firefox) from_debian Firefox FIREFOX firefox-esr firefox-esr firefox ;;
*) die "browser.sh knows chromium, headless-chromium and firefox, not '${1:-}'" "name one of them" ;;
esac
